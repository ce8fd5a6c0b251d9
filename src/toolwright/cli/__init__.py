"""The command line, one file per subcommand.

Owns words, printing and exit codes: 0 done · 1 it failed, and the message says why · 2 the command was typed wrong ·
3 not found · 4 not allowed · 5 conflict. Everything else is done by the same commands that the API uses, so that the
command line works on a stopped installation and beside a running one. Read `printing.py` first.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import typer

SUBCOMMANDS = (
    "serve",
    "generate",
    "template",
    "pull",
    "push",
    "diff",
    "validate",
    "publish",
    "rollback",
    "version",
    "history",
    "rename",
    "variable",
    "table",
    "query",
    "comment",
    "files",
    "user",
    "token",
    "doctor",
    "move",
    "import",
    "export",
)
"""Every subcommand: a module here with `add_to(app)`, called like it. A new one adds its name."""
_MODULES = {"import": "import_rows", "export": "export_rows"}
"""Modules that cannot be called like their subcommand."""


def main() -> None:
    """Run the command line."""
    # Only the module of the subcommand that was typed is loaded; collecting garbage meanwhile finds none.
    gc.disable()
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    app = build_app([typed] if typed in SUBCOMMANDS else SUBCOMMANDS)
    gc.enable()
    app()


def build_app(names: Sequence[str]) -> typer.Typer:
    """The command line with these subcommands."""
    built = typer.Typer(
        name="toolwright",
        help="Low-code for IT operations: from a database to a governed app.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    built.callback()(_keep_names)
    for name in names:
        import_module(f"toolwright.cli.{_MODULES.get(name, name)}").add_to(built)
    return built


def _keep_names() -> None:
    """Low-code for IT operations: from a database to a governed app."""


def __getattr__(name: str) -> typer.Typer:
    """`app`: the whole command line, for tests and the reference page."""
    if name == "app":
        return build_app(SUBCOMMANDS)
    raise AttributeError(name)
