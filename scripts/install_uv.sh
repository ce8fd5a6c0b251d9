#!/usr/bin/env bash
# Puts uv into .tools/bin with nothing but Python: a virtual environment where the system has venv, a plain folder otherwise.
set -euo pipefail
python=$(command -v python3.11 || command -v python3)
mkdir -p .tools/bin
if "$python" -m venv .tools/venv >/dev/null 2>&1; then
  .tools/venv/bin/pip install --quiet --disable-pip-version-check "uv>=0.9"
  ln -sf "$PWD/.tools/venv/bin/uv" .tools/bin/uv
else
  rm -rf .tools/venv
  "$python" -m pip install --quiet --disable-pip-version-check --target .tools/uv "uv>=0.9"
  ln -sf "$PWD/.tools/uv/bin/uv" .tools/bin/uv
fi
