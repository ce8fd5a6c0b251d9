"""Finding definitions by what they are called, and by any word in their text."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition
from toolwright.extend.checking import parse_file
from toolwright.model.files import MODULE, SCREEN, Place, place_of
from toolwright.model.yaml_form import KeyPath, load_yaml
from toolwright.policy.actor import Actor

MOST = 40
"""Finds of one search."""
MOST_LINES = 3
"""Lines of one definition among them."""
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Find:
    """A definition that is called so, or a line of its text in which the words stand.

    `at` is the place of the component that the words belong to, in screens and modules, `setting` the way from there to
    the setting they stand in.
    """

    path: str
    place: Place
    title: str
    line: int | None = None
    excerpt: str | None = None
    at: KeyPath = ()
    setting: KeyPath = ()


async def find_definitions(services: Services, actor: Actor, workspace: str, words: str) -> list[Find]:
    """What is called so, before what says so; at most `MOST`, case aside."""
    await open_workspace(services, actor, workspace)
    _, files = await services.workspaces.read(workspace)
    wanted = words.strip().casefold()
    return [] if not wanted else await asyncio.to_thread(_found, files, wanted)


def _found(files: Mapping[str, str], wanted: str) -> list[Find]:
    named: list[tuple[int, Find]] = []
    said: list[Find] = []
    for path, text in sorted(files.items()):
        place = place_of(path)
        if place is None:
            continue
        title = getattr(parse_file(path, text), "title", None) or place.names[-1] if place.names else path
        names = [name.casefold() for name in (str(title), *place.names[-1:])]
        if any(wanted in name for name in names):
            named.append((min(name.find(wanted) > 0 or wanted not in name for name in names), Find(path, place, title)))
        if len(said) < MOST and wanted in text.casefold():
            said += _lines(path, place, title, text, wanted)
    ordered = [find for _, find in sorted(named, key=lambda item: (item[0], len(item[1].title), item[1].path))]
    return [*ordered, *said][:MOST]


def _lines(path: str, place: Place, title: str, text: str, wanted: str) -> Iterator[Find]:
    """The first lines of a definition that hold the words, without that which is its title."""
    hits = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if wanted in line.casefold() and not line.startswith("title:")
    ][:MOST_LINES]
    standing = _Standing.in_text(path, text) if hits and place.kind in (SCREEN, MODULE) else _Standing()
    for number, line in hits:
        at, setting = standing.at((number, line.casefold().find(wanted) + 1))
        yield Find(path, place, title, number, _shortened(line.strip().removeprefix("- "), wanted), at, setting)


def _shortened(line: str, wanted: str) -> str:
    start = max(line.casefold().find(wanted) - _EXCERPT // 2, 0)
    short = line[start : start + _EXCERPT]
    return f"{'…' if start else ''}{short}{'…' if start + _EXCERPT < len(line) else ''}"


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where each key and value of a screen or module begins, in the order of its text, and which are components."""

    places: tuple[tuple[tuple[int, int], KeyPath], ...] = ()
    components: frozenset[KeyPath] = frozenset()

    @classmethod
    def in_text(cls, path: str, text: str) -> _Standing:
        """Of a definition's text; of one that cannot be read nothing is known."""
        try:
            loaded = load_yaml(text, path)
        except InvalidDefinition:
            return cls()
        found = [(begins, where) for begun in (loaded.keys, loaded.values) for where, begins in begun.items()]
        places = sorted(found, key=lambda one: (one[0], len(one[1])))
        return cls(tuple(places), frozenset(where[:-1] for where in loaded.values if where[-1:] == ("kind",)))

    def at(self, hit: tuple[int, int]) -> tuple[KeyPath, KeyPath]:
        """The component to which belongs what stands at a line and column, and the way from there to the setting."""
        where = next((where for begins, where in reversed(self.places) if begins <= hit), ())
        length = max((length for length in range(len(where) + 1) if where[:length] in self.components), default=0)
        return where[:length], where[length:]
