"""The contract of an action: what a step of an event (and of an automation) does.

Inputs are written by the builder, `{{ }}` included. When a step runs, its expressions are evaluated first and the
result is validated again by `Inputs`, so `run` sees plain values. Whatever touches rows goes through `step.rows`, which
acts as the person who caused the event, under policy. What the browser should do is announced on `step.screen`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

from toolwright.extend.nodes import Code
from toolwright.model.base import Model

InputsT = TypeVar("InputsT", bound=Model)
Values = Mapping[str, object]
Tone = Literal["neutral", "success", "warning", "danger"]


class Effect(StrEnum):
    """What running a step twice would mean."""

    SCREEN = "screen"
    """Only the person's own screen changes; repeating is harmless."""
    WRITE = "write"
    """Rows change; repeated requests are recognised by their key."""
    EXTERNAL = "external"
    """Something outside changes and cannot be taken back."""


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A row as the actor may see it after a write, its identifier and version."""

    id: str
    version: str
    values: Values


class StepRows(Protocol):
    """The data plane, as the actor of this step."""

    async def get(self, table: str, row_id: str) -> SavedRow: ...
    async def create(self, table: str, values: Values) -> SavedRow: ...
    async def update(self, table: str, row_id: str, values: Values, *, if_match: str | None = None) -> SavedRow: ...
    async def delete(self, table: str, row_id: str, *, if_match: str | None = None) -> None: ...
    async def update_all(self, table: str, row_ids: Sequence[str], values: Values) -> int:
        """Give several rows the same values, all of them or none; answers how many rows that were."""

    async def delete_all(self, table: str, row_ids: Sequence[str]) -> int:
        """Delete several rows, all of them or none; answers how many rows that were."""

    async def restore(self, table: str, row_id: str, change: int) -> SavedRow:
        """Have a row be as it was after a change of its history."""

    async def undo(self, table: str, change: str | None = None) -> int:
        """Take back the last change of a table that the actor made; answers how many rows that were."""

    async def restore_table(self, table: str, at: str) -> int:
        """Have all rows of a table be as they were at a moment, read on the actor's clock; answers how many changed."""

    async def comment(self, table: str, row_id: str, text: str, *, comment: str | None = None) -> str:
        """Say something about a row, or change what was said; answers what the comment goes by."""

    async def remove_comment(self, table: str, row_id: str, comment: str) -> None: ...
    async def mark_mentions_seen(self) -> None: ...


class StepScreen(Protocol):
    """The screen the event came from; what is announced here happens in the browser, in order, after all steps ran."""

    def navigate(self, to: str, *, new_tab: bool = False) -> None:
        """Go to a path of this app (`/tickets/7`) or another address with an allowed scheme."""

    def notify(self, text: str, *, tone: Tone = "neutral") -> None: ...
    def open(self, target: str, *, row: str | None = None) -> None:
        """Open the panel or dialog with this id; `row` is kept in the address for what is inside."""

    def close(self, target: str | None = None) -> None:
        """Close the panel with this id, or the innermost one."""

    def set_state(self, name: str, value: object) -> None: ...
    def refresh(self, tables: Sequence[str] = ()) -> None:
        """Ask again for the rows of these tables, or of everything on the screen."""

    def focus(self, element_id: str) -> None: ...
    def download(self, url: str) -> None: ...
    def reset_form(self, name: str) -> None: ...


class StepContext(Protocol):
    """What a running step may use."""

    @property
    def key(self) -> str:
        """Equal when the same step of the same event is tried again: hand it to whatever can deduplicate."""

    @property
    def rows(self) -> StepRows: ...
    @property
    def screen(self) -> StepScreen | None:
        """None when the step runs in an automation."""

    @property
    def names(self) -> Values:
        """What expressions of this step see: `row`, `form`, `user`, `params`, `state`, `steps`, `event`."""

    @property
    def form(self) -> Values:
        """The typed values of the submitted form; empty when there is none."""


class LinkBuild(Protocol):
    """What an action may use when it tells whether it is a plain link."""

    def value(self, value: object) -> Code: ...
    def screen_exists(self, path: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class PlainLink:
    """A step that is a link: to an address (a path of this app or absolute), or to this screen with other query
    parameters (None removes one)."""

    to: Code | None = None
    query: tuple[tuple[str, Code | None], ...] = ()
    new_tab: bool = False


class Action(ABC, Generic[InputsT]):
    """A kind of action. Class facts describe it; instances hold nothing."""

    kind: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[str] = "screen"
    icon: ClassVar[str] = "bolt"
    effect: ClassVar[Effect] = Effect.SCREEN
    Inputs: ClassVar[type[Model]]
    outputs: ClassVar[Mapping[str, str]] = {}
    """What later steps may read as `steps.<id>.<key>`, with a description."""

    @abstractmethod
    async def run(self, inputs: InputsT, step: StepContext) -> Values:
        """Do it. What comes back is `steps.<id>` for later steps."""

    def link(self, inputs: InputsT, build: LinkBuild) -> PlainLink | None:
        """The step as a plain link, when it is nothing more; then no request is needed to run it."""
        return None
