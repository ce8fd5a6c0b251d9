"""A workspace as files in a folder, and where it is pulled from and pushed to: a home on this machine, or a server."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import httpx
import typer

from toolwright.autogen.naming import slug
from toolwright.cli.printing import fail, opened
from toolwright.commands.check_screens import check_folder
from toolwright.commands.create_workspace import create_workspace
from toolwright.commands.definitions import Migration
from toolwright.commands.explain_list import explain_list
from toolwright.commands.operator import OPERATOR
from toolwright.commands.plan_tables import plan_files
from toolwright.commands.replace_files import read_files, replace_files
from toolwright.errors import (
    Conflict,
    Denied,
    FieldError,
    InvalidDefinition,
    InvalidInput,
    NotFound,
    NotSignedIn,
    ToolwrightError,
    UpstreamFault,
    Where,
)
from toolwright.extend.kinds import installed_kinds
from toolwright.model.files import place_of
from toolwright.rows import RowQuery
from toolwright.tables import Renames

ResultT = TypeVar("ResultT")

Folder = Annotated[Path, typer.Argument(help="Folder that holds the workspace.", file_okay=False)]
Url = Annotated[str | None, typer.Option(help="Address of a server to use instead of the home on this machine.")]
Token = Annotated[
    str | None, typer.Option(help="API token for the server.", envvar="TOOLWRIGHT_TOKEN", show_envvar=True)
]
WorkspaceName = Annotated[
    str | None, typer.Option("--workspace", help="Workspace; the one the folder was pulled from by default.")
]

Rename = Annotated[
    list[str] | None,
    typer.Option(help="Table or column that is only renamed: tickets=cases, tickets.summary=title. Repeatable."),
]
AllowLoss = Annotated[bool, typer.Option("--allow-loss", help="Rows and values of internal tables may be lost.")]

STATE_FILE = ".toolwright/revision.json"
_BY_STATUS: Mapping[int, type[ToolwrightError]] = {
    400: InvalidInput,
    401: NotSignedIn,
    403: Denied,
    404: NotFound,
    409: Conflict,
    422: InvalidDefinition,
}


@dataclass(frozen=True, slots=True)
class State:
    """What a folder was pulled from: workspace, revision, and a digest of the files as they were then."""

    workspace: str
    revision: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class TableWord:
    """What is said about internal tables along with a push."""

    rename: tuple[str, ...] = ()
    allow_loss: bool = False

    @property
    def migration(self) -> Migration:
        """The same for commands. Raises InvalidInput."""
        return Migration(Renames.read(self.rename), self.allow_loss)


NOTHING_SAID = TableWord()


class Place(Protocol):
    """Where a workspace lives."""

    async def read(self, workspace: str) -> tuple[int, dict[str, str]]:
        """Revision and files."""

    async def push(
        self,
        workspace: str,
        files: Mapping[str, str],
        message: str,
        expect_revision: int | None,
        word: TableWord = NOTHING_SAID,
    ) -> int:
        """Replace all files; answers the new revision."""

    async def plan(self, workspace: str, files: Mapping[str, str], word: TableWord) -> Sequence[Mapping[str, object]]:
        """What a push would do to internal tables."""

    async def explain(self, workspace: str, table: str, query: RowQuery) -> Mapping[str, object]:
        """Which index a list of an internal table uses."""

    async def validate(self, workspace: str, files: Mapping[str, str]) -> None:
        """Raise InvalidDefinition when something is wrong."""


class Here:
    """A home directory on this machine, whether its server runs or not."""

    def __init__(self, home: Path | None) -> None:
        self._home = home

    async def read(self, workspace: str) -> tuple[int, dict[str, str]]:
        """Revision and files."""
        async with opened(self._home) as services:
            return await read_files(services, OPERATOR, await services.workspaces.working(workspace))

    async def push(
        self,
        workspace: str,
        files: Mapping[str, str],
        message: str,
        expect_revision: int | None,
        word: TableWord = NOTHING_SAID,
    ) -> int:
        """Replace all files, or make the workspace."""
        async with opened(self._home) as services:
            if workspace not in await services.workspaces.names() and expect_revision is None:
                made = await create_workspace(services, OPERATOR, workspace, files=files, message=message)
                return made.revision
            saved = await replace_files(
                services,
                OPERATOR,
                await services.workspaces.working(workspace),
                files,
                message=message,
                expect_revision=expect_revision,
                migration=word.migration,
            )
            return saved.revision

    async def plan(self, workspace: str, files: Mapping[str, str], word: TableWord) -> Sequence[Mapping[str, object]]:
        """What a push would do to internal tables."""
        async with opened(self._home) as services:
            name = await services.workspaces.working(workspace)
            plan = await plan_files(services, OPERATOR, name, files, word.migration)
            return [asdict(one) for one in plan.planned]

    async def explain(self, workspace: str, table: str, query: RowQuery) -> Mapping[str, object]:
        """Which index a list of an internal table uses."""
        async with opened(self._home) as services:
            return asdict(await explain_list(services, OPERATOR, workspace, table, query))

    async def validate(self, workspace: str, files: Mapping[str, str]) -> None:
        """Check against the kinds installed here; neither the workspace nor a home need exist."""
        check_folder(workspace, files, installed_kinds())


class There:
    """A server, over its API."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}

    async def read(self, workspace: str) -> tuple[int, dict[str, str]]:
        """Revision and files."""
        answer = await self.ask("GET", f"/workspaces/{workspace}/files")
        return int(str(answer["revision"])), _texts(answer["files"])

    async def push(
        self,
        workspace: str,
        files: Mapping[str, str],
        message: str,
        expect_revision: int | None,
        word: TableWord = NOTHING_SAID,
    ) -> int:
        """Replace all files, or make the workspace."""
        body = {"files": dict(files), "message": message, "expect_revision": expect_revision, **asdict(word)}
        try:
            answer = await self.ask("PUT", f"/workspaces/{workspace}/files", body)
        except NotFound:
            if expect_revision is not None:
                raise
            answer = await self.ask("POST", "/workspaces", {"name": workspace, "files": dict(files)})
        return int(str(answer["revision"]))

    async def plan(self, workspace: str, files: Mapping[str, str], word: TableWord) -> Sequence[Mapping[str, object]]:
        """What a push would do to internal tables."""
        body = {"files": dict(files), **asdict(word)}
        answer = await self.ask("POST", f"/workspaces/{workspace}/schema/plan", body)
        planned = answer.get("planned")
        return [item for item in planned if isinstance(item, dict)] if isinstance(planned, list) else []

    async def explain(self, workspace: str, table: str, query: RowQuery) -> Mapping[str, object]:
        """Which index a list of an internal table uses."""
        body = {"table": table, "filter": query.filter, "search": query.search, "sort": list(query.sort)}
        return await self.ask("POST", f"/workspaces/{workspace}/schema/explain", body)

    async def validate(self, workspace: str, files: Mapping[str, str]) -> None:
        """Check on the server."""
        await self.ask("POST", f"/workspaces/{workspace}/validate", {"files": dict(files)})

    async def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """What the server answers at a path of its API. Raises its refusal as the error it is there."""
        async with httpx.AsyncClient(timeout=120, headers=self._headers) as client:
            try:
                answer = await client.request(method, f"{self._url}/api/v1{path}", json=body)
            except httpx.HTTPError as fault:
                raise UpstreamFault(
                    f"{self._url} cannot be reached: {type(fault).__name__}.", code="remote.unreachable"
                ) from fault
        found = {} if answer.status_code == 204 else json_of(answer)
        if answer.is_success:
            return found
        raise fault_of(answer.status_code, found)


def workspace_of(folder: Path, name: str | None) -> str:
    """The workspace meant: as given, as pulled, or as the folder is called."""
    state = read_state(folder)
    return name or (state.workspace if state else slug(folder.resolve().name, "workspace"))


def server_for(url: str | None, token: str | None) -> There:
    """The server at `url`, for what somebody does in person; says so, and ends, without one or without a token."""
    if url is None or not token:
        hint = "Give --url and --token of a server that knows you."
        fail(InvalidInput("This is done in person.", code="remote.no_token", hint=hint))
    return There(url, token)


def place_for(home: Path | None, url: str | None, token: str | None) -> Place:
    """The server at `url`, or the home on this machine."""
    if url is None:
        return Here(home)
    if not token:
        fail(InvalidInput("A remote server needs a token.", code="remote.no_token", hint="Give --token."))
    return There(url, token)


def read_folder(folder: Path) -> dict[str, str]:
    """The definition files of a folder by path; hidden folders and other files are left alone."""
    files: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix not in (".yaml", ".yml") or any(part.startswith(".") for part in relative.parts):
            continue
        try:
            files[relative.as_posix()] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise InvalidInput(f"{relative} cannot be read: {fault}.", code="file.unreadable") from fault
    if not files:
        raise InvalidInput(
            f"There are no definitions in {folder}.", code="folder.empty", hint="Pull a workspace first."
        )
    return files


def write_folder(folder: Path, files: Mapping[str, str], state: State) -> None:
    """Make the folder hold exactly these definitions; other files stay.

    Raises InvalidInput, before anything is written, when a file would stand where no definition does.
    """
    stray = next((name for name in files if place_of(name) is None), None)
    if stray is not None:
        raise InvalidInput(
            f"The server sent a file that is no definition: {stray[:200]!r}.",
            code="folder.stray_file",
            hint="Nothing was written. Is this the address of your server, and is this command as new as it is?",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.rglob("*.yaml")):
        relative = path.relative_to(folder)
        if relative.as_posix() not in files and not any(part.startswith(".") for part in relative.parts):
            path.unlink()
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
    write_state(folder, replace(state, digest=digest(files)))


def digest(files: Mapping[str, str]) -> str:
    """Equal for equal files."""
    return hashlib.sha256(json.dumps(dict(files), sort_keys=True).encode()).hexdigest()


def read_state(folder: Path) -> State | None:
    """What the folder was pulled from; None when it never was."""
    try:
        found = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        return State(str(found["workspace"]), int(found["revision"]), str(found.get("digest", "")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise InvalidInput(f"{folder / STATE_FILE} cannot be read.", code="folder.bad_state") from fault


def write_state(folder: Path, state: State) -> None:
    """Remember what the folder is equal to."""
    target = folder / STATE_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(asdict(state)) + "\n", encoding="utf-8")


def run_async(work: Coroutine[object, object, ResultT]) -> ResultT:
    """Run to the end; an error of ours is printed and ends the process."""
    try:
        return asyncio.run(work)
    except ToolwrightError as fault:
        fail(fault)


def _texts(value: object) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, dict) else {}


def json_of(answer: httpx.Response) -> dict[str, object]:
    """What a server answered, when it is an object."""
    try:
        found = answer.json()
    except ValueError:
        found = {"detail": f"The server answered {answer.status_code} without JSON."}
    return found if isinstance(found, dict) else {}


def fault_of(status: int, problem: Mapping[str, object]) -> ToolwrightError:
    """The server's problem as the error it was there."""
    errors = problem.get("errors")
    items = [item for item in errors if isinstance(item, dict)] if isinstance(errors, list) else []
    kind = _BY_STATUS.get(status, UpstreamFault)
    hint = problem.get("hint")
    return kind(
        str(problem.get("detail") or problem.get("title") or f"The server answered {status}."),
        code=str(problem.get("code") or "remote.failed"),
        hint=str(hint) if hint else None,
        errors=tuple(_field_error(item) for item in items),
    )


def _field_error(item: Mapping[str, object]) -> FieldError:
    where = item.get("where")
    hint = item.get("hint")
    return FieldError(
        str(item.get("field", "")),
        str(item.get("message", "")),
        str(item.get("code", "invalid")),
        str(hint) if hint else None,
        _where(where) if isinstance(where, dict) else None,
    )


def _where(found: Mapping[str, object]) -> Where:
    line, column, path = found.get("line"), found.get("column"), found.get("path")
    return Where(
        file=str(found["file"]) if found.get("file") else None,
        line=line if isinstance(line, int) else None,
        column=column if isinstance(column, int) else None,
        path=tuple(path) if isinstance(path, list) else (),
    )
