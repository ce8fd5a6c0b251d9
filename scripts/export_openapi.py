"""Write the schemas of the API to `studio/src/generated/openapi.json`; `npm run types` in `studio/` makes types of it.

Only the schemas: the studio names its paths itself, and the whole document changes with every route.

`python scripts/export_openapi.py --check` writes nothing and fails when the file is not what the server says now.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from toolwright.server import openapi

TARGET = Path(__file__).resolve().parent.parent / "studio" / "src" / "generated" / "openapi.json"


def document() -> str:
    """The schemas as an OpenAPI document without paths, in a form whose differences can be read."""
    whole = openapi()
    kept = {"openapi": whole["openapi"], "info": whole["info"], "paths": {}, "components": whole["components"]}
    return json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    wanted = document()
    if parser.parse_args().check:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
            raise SystemExit("The studio's copy of the OpenAPI document is old: run scripts/export_openapi.py.")
        return
    TARGET.write_text(wanted, encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(Path.cwd()) if TARGET.is_relative_to(Path.cwd()) else TARGET}\n")


if __name__ == "__main__":
    main()
