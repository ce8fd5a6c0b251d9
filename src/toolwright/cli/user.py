"""`toolwright user`: the people of an installation."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from toolwright.auth import User
from toolwright.cli.printing import AsJson, Home, print_json, print_table, run
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.change_user import change_user
from toolwright.commands.create_user import create_user
from toolwright.commands.delete_user import delete_user
from toolwright.commands.list_users import list_users, read_user
from toolwright.commands.one_time_link import make_one_time_link
from toolwright.commands.operator import OPERATOR
from toolwright.commands.services import Services
from toolwright.commands.set_password import reset_password

app = typer.Typer(help="People: add, list, change, remove.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="Address or id of the person.")]
PasswordFromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input instead of asking.")
]


def add_to(main: typer.Typer) -> None:
    """Register the subcommand."""
    main.add_typer(app, name="user")


@app.command("create")
def create(
    email: Annotated[str, typer.Argument(help="Address of the new person.")],
    name: Annotated[str, typer.Option(help="Name shown to others; the address by default.")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="Make an administrator of the installation.")] = False,
    password: Annotated[bool, typer.Option("--password", help="Ask for a password.")] = False,
    password_stdin: PasswordFromInput = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Add a person. Without a password, `toolwright user link` lets them in."""
    secret = _password(password_stdin) if password or password_stdin else None

    async def work(services: Services) -> User:
        return await create_user(services, OPERATOR, email=email, name=name or email, password=secret, is_admin=admin)

    user = run(home, work)
    _show(user, as_json, f"Added {user.email}.")


@app.command("list")
def list_all(home: Home = None, as_json: AsJson = False) -> None:
    """List people."""
    users = run(home, lambda services: list_users(services, OPERATOR, limit=100_000))
    if as_json:
        print_json({"items": users})
        return
    print_table(
        {
            "email": user.email,
            "name": user.name,
            "admin": user.is_admin,
            "active": user.is_active,
            "last sign-in": user.last_sign_in_at and f"{user.last_sign_in_at:%Y-%m-%d %H:%M}",
            "roles": " ".join(f"{workspace}:{','.join(held)}" for workspace, held in user.roles.items()) or None,
        }
        for user in users
    )


@app.command("set-password")
def set_password(email: Email, password_stdin: PasswordFromInput = False, home: Home = None) -> None:
    """Set somebody's password: their sessions and tokens end."""
    secret = _password(password_stdin)
    run(home, lambda services: reset_password(services, OPERATOR, email, secret))
    print("The password is set; every session and token of this person has ended.")


@app.command("roles")
def roles(
    email: Email,
    workspace: Annotated[str, typer.Argument(help="Workspace in which the roles are held.")],
    names: Annotated[list[str] | None, typer.Argument(help="The roles to have; none takes them all away.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make these the person's roles in a workspace."""
    user = run(home, lambda services: assign_roles(services, OPERATOR, email, workspace=workspace, roles=names or []))
    held = ", ".join(user.roles.get(workspace, ())) or "no role"
    _show(user, as_json, f"{user.email} has {held} in {workspace}.")


@app.command("change")
def change(
    email: Email,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    new_email: Annotated[str | None, typer.Option("--email", help="New address.")] = None,
    admin: Annotated[bool | None, typer.Option("--admin/--no-admin", help="Administrator or not.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Open or close the account.")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Change a person; closing an account ends its sessions and tokens."""
    wanted = {"name": name, "email": new_email, "is_admin": admin, "is_active": active}
    changes = {field: value for field, value in wanted.items() if value is not None}
    user = run(home, lambda services: change_user(services, OPERATOR, email, changes))
    _show(user, as_json, f"Changed {user.email}.")


@app.command("delete")
def delete(email: Email, home: Home = None) -> None:
    """Remove a person with their sessions, tokens and roles."""
    run(home, lambda services: delete_user(services, OPERATOR, email))
    print(f"Removed {email}.")


@app.command("show")
def show(email: Email, home: Home = None, as_json: AsJson = False) -> None:
    """Show one person."""
    user = run(home, lambda services: read_user(services, OPERATOR, email))
    _show(user, as_json, f"{user.email}  {user.name}  {user.id}")


@app.command("link")
def link(email: Email, home: Home = None, as_json: AsJson = False) -> None:
    """Print a link that signs the person in once within 24 hours."""

    async def work(services: Services) -> str:
        path = await make_one_time_link(services, OPERATOR, email)
        return services.settings.address + path

    address = run(home, work)
    if as_json:
        print_json({"link": address})
    else:
        print(address)


def _show(user: User, as_json: bool, words: str) -> None:
    if as_json:
        print_json(user)
    else:
        print(words)


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass("Password: ")
