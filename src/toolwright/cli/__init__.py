"""The command line, one file per subcommand.

Owns words, printing and exit codes: 0 done · 1 it failed, and the message says why · 2 the command was typed wrong ·
3 not found · 4 not allowed · 5 conflict. Everything else is done by the same commands that the API uses, so that the
command line works on a stopped installation and beside a running one. Read `printing.py` first.
"""

from __future__ import annotations

import typer

from toolwright.cli import diff, doctor, generate, pull, push, serve, token, user, validate

app = typer.Typer(
    name="toolwright",
    help="Low-code for IT operations: from a database to a governed app.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

SUBCOMMANDS = (serve, generate, pull, push, diff, validate, user, token, doctor)
"""Every subcommand's module, each with `add_to(app)`. A new one adds its name here."""

for _module in SUBCOMMANDS:
    _module.add_to(app)


def main() -> None:
    """Run the command line."""
    app()
