# One word per task. `make run` and `make test` need only Python 3.11, make, git and the package registries.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test bench check fix docs build tools peers screenshots clean static studio

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
export SKIP_FRONTEND := 1
RUN := $(UV) run --no-sync

help: ## Show these words
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

tools: ## Install uv and the Python environment
	@test -x "$(UV)" || command -v uv >/dev/null || bash scripts/install_uv.sh
	@$(UV) sync --quiet --locked

build: tools ## Build the studio and the app runtime (skipped when nothing changed)
	@$(RUN) python scripts/build_studio.py

run: build ## Start with the demo workspace on http://127.0.0.1:8400
	@$(RUN) toolwright serve --demo

peers: ## Install the real servers and the browser that tests need (Debian)
	@bash scripts/install_peers.sh

static:
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@$(RUN) lint-imports --no-cache

studio:
	@$(RUN) python scripts/build_studio.py --test

check: build ## Fast checks: format, lint, types, import rules, fast tests
	@$(MAKE) --no-print-directory static
	@$(RUN) pytest -q -n 2 --dist loadfile -m "not peer and not browser and not slow"

# Installing waits for the network and checking runs in one thread each, so two of them go side by side.
test: tools ## Everything that CI runs
	@$(MAKE) --no-print-directory -j 2 --output-sync=target peers build
	@$(MAKE) --no-print-directory -j 2 --output-sync=target static studio
	@$(RUN) pytest -q -n 2 --dist loadfile --no-loadscope-reorder

bench: build ## Measure the promises, side by side with their limits
	@$(RUN) python -m bench

fix: tools ## Format and repair what can be repaired
	@$(RUN) ruff check --fix . ; $(RUN) ruff format .

docs: tools ## Regenerate the reference pages
	@$(RUN) python scripts/build_reference.py

screenshots: build ## Pictures of every page, light, dark and narrow, into screenshots/
	@$(RUN) python scripts/take_screenshots.py

clean: ## Remove what was built
	@rm -rf .venv .tools dist build src/toolwright/web/static studio/node_modules screenshots
