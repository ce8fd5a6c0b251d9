"""The one error tree. The class chosen states the recovery.

    ToolwrightError
    ├── InvalidDefinition   422  the app is wrong; `where` points into it          fix the app
    │   └── InvalidExpression 422  an expression in it is wrong, with its span     fix the expression
    ├── InvalidInput        400  the request is wrong, field by field              fix the request
    ├── NotSignedIn         401  nobody is signed in                               sign in
    ├── Denied              403  the actor may not, and `because` says why         ask an owner
    ├── NotFound            404  absent, or hidden from this actor                 check the name
    ├── Conflict            409  stale version or broken uniqueness                reload, retry
    ├── LimitReached        413 or 429  rows, bytes, seconds or rate               narrow, wait
    ├── UpstreamFault       502 or 504  the data source failed                     retry if transient
    ├── PluginFault         500  a plugin broke its contract, and which            update the plugin
    ├── Unavailable         503 or 507  this installation cannot do it just now    free space, retry
    └── StartRefused        503  starting like this could lose data; it says why   fix what it names

Every error has a stable `code` ("query.timeout"), a sentence for people (`detail`), and a `hint` that names the next
step. Nothing secret goes into any of them: vendor messages are translated where they arise.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


class Phrase(str):
    """A sentence in English that remembers how it was put together, so that it can be said in another language.

    `phrase("Must have at least {count} characters.", count=3)` is the sentence; `form` and `values` made it.
    """

    __slots__ = ("form", "values")

    form: str
    values: Mapping[str, object]


def phrase(form: str, /, **values: object) -> Phrase:
    """The sentence of that form with these values in the places of their names; a phrase itself stays what it is."""
    if isinstance(form, Phrase) and not values:
        return form
    made = Phrase(form.format(**values) if values else form)
    made.form, made.values = form, values
    return made


def phrase_of(number: int, one: str, many: str, /, **values: object) -> Phrase:
    """The sentence for one or that for every other number, whole: languages differ by more than an ending."""
    return phrase(one if number == 1 else many, **values)


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a definition: file, one-based line and column, and the path of keys to the value."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        keys = ".".join(str(key) for key in self.path)
        return f"{place} ({keys})" if place and keys else place or keys

    def to_wire(self) -> dict[str, object]:
        """The JSON form used in problem documents."""
        return {"file": self.file, "line": self.line, "column": self.column, "path": list(self.path)}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field of a request or definition. `field` is the dotted path a form or editor can focus."""

    field: str
    message: str
    code: str = "invalid"
    hint: str | None = None
    where: Where | None = None

    def to_wire(self) -> dict[str, object]:
        """The JSON form used in problem documents."""
        wire: dict[str, object] = {"field": self.field, "message": self.message, "code": self.code, "hint": self.hint}
        if self.where is not None:
            wire["where"] = self.where.to_wire()
        return wire


@dataclass(eq=False)
class ToolwrightError(Exception):
    """Base of everything this product raises on purpose."""

    detail: str
    code: str = "internal"
    hint: str | None = None
    where: Where | None = None
    errors: tuple[FieldError, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    status = 500
    title = "Something went wrong"

    def __str__(self) -> str:
        parts = [f"{self.where}: " if self.where else "", self.detail, f" {self.hint}" if self.hint else ""]
        return "".join(parts)


class InvalidDefinition(ToolwrightError):
    """A definition is wrong; `where` points into it."""

    status, title = 422, "The definition is not valid"


class InvalidExpression(InvalidDefinition):
    """An expression is wrong. `extra["span"]` is (start, end) in characters of its source."""

    title = "The expression is not valid"


class InvalidInput(ToolwrightError):
    """The request is wrong; `errors` says which fields and why."""

    status, title = 400, "The request is not valid"


class NotSignedIn(ToolwrightError):
    """Nobody is signed in, or the session or token has ended."""

    status, title = 401, "Sign in first"


class Denied(ToolwrightError):
    """The actor may not do this; `detail` holds the rule that decided, when the actor may know it."""

    status, title = 403, "Not allowed"


class NotFound(ToolwrightError):
    """Absent, or hidden from this actor: both answer alike."""

    status, title = 404, "Not found"


class Conflict(ToolwrightError):
    """Somebody else changed it first, or a uniqueness or reference rule of the source refused the write."""

    status, title = 409, "Conflict"


class LimitReached(ToolwrightError):
    """A limit on rows, bytes or seconds (413) or on rate (429, with `extra["retry_after_s"]`) was reached."""

    title = "Limit reached"

    @property
    def status(self) -> int:  # type: ignore[override]  # the class attribute becomes computed here
        """429 for a rate, 413 for a size."""
        return 429 if "retry_after_s" in self.extra else 413


class UpstreamFault(ToolwrightError):
    """A data source failed. `extra["transient"]` says whether a retry may help, `extra["timed_out"]` picks 504."""

    title = "The data source failed"

    @property
    def status(self) -> int:  # type: ignore[override]  # the class attribute becomes computed here
        """504 when it did not answer in time, 502 otherwise."""
        return 504 if self.extra.get("timed_out") else 502

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed later without anybody changing anything."""
        return bool(self.extra.get("transient"))


class PluginFault(ToolwrightError):
    """A plugin broke its contract; `extra["plugin"]` names it."""

    status, title = 500, "A plugin failed"


class Unavailable(ToolwrightError):
    """This installation cannot do it just now: `extra["storage_full"]` picks 507, otherwise a retry may help."""

    title = "Not available just now"

    @property
    def status(self) -> int:  # type: ignore[override]  # the class attribute becomes computed here
        """507 when the disk is full, 503 otherwise."""
        return 507 if self.extra.get("storage_full") else 503


class StartRefused(ToolwrightError):
    """Starting would lose or hide data: the data directory, key or database is not the expected one."""

    status, title = 503, "Start refused"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The closest known name, or None when nothing is close."""
    match = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return match[0] if match else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint sentence with the nearest valid name, or the first few valid ones when nothing is close."""
    names = sorted(known)
    close = nearest(name, names)
    if close:
        return phrase("Did you mean '{name}'?", name=close)
    if not names:
        return None
    shown = ", ".join(names[:8])
    return (
        phrase("Known names: {names}, ….", names=shown)
        if len(names) > 8
        else phrase("Known names: {names}.", names=shown)
    )
