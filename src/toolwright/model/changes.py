"""Changes: how one state of a workspace's files differs from another, property by property and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from toolwright.errors import ToolwrightError, phrase
from toolwright.model.files import place_of
from toolwright.model.yaml_form import load_yaml

What = Literal["added", "removed", "changed", "moved"]
_NAMED_BY = ("id", "name", "column", "key", "value", "table", "screen", "source", "label", "title", "do", "kind")
_LONGEST = 60
MOST = 200
"""Details of one file; what goes beyond is only counted."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A property that differs. `place` is the way to it in words, outermost first."""

    what: What
    place: tuple[str, ...]
    before: object = None
    after: object = None

    @property
    def text(self) -> str:
        """In words: `columns › status › label: "State" → "Status"`."""
        place = " › ".join(self.place) or phrase("All of it")
        match self.what:
            case "changed":
                return phrase(
                    "{place}: {before} → {after}", place=place, before=_said(self.before), after=_said(self.after)
                )
            case "moved":
                return phrase("{place}: in another order", place=place)
            case "added":
                if isinstance(self.after, dict | list):
                    return phrase("{place}: added", place=place)
                return phrase("{place}: added {value}", place=place, value=_said(self.after))
            case _:
                return phrase("{place}: removed", place=place)


@dataclass(frozen=True, slots=True)
class Change:
    """A definition that differs. `kind` is None for a file that is no definition."""

    path: str
    what: What
    kind: str | None
    names: tuple[str, ...]
    title: str
    before: str | None
    after: str | None
    details: tuple[Detail, ...] = ()
    more: int = 0
    """Details that are not listed."""


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Every definition that differs, by path."""
    paths = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    return tuple(change_of(path, before.get(path), after.get(path)) for path in paths)


def change_of(path: str, before: str | None, after: str | None) -> Change:
    """How the definition at `path` differs between two texts; None where there was none."""
    old, new = _data(path, before), _data(path, after)
    what: What = "added" if before is None else "removed" if after is None else "changed"
    details = list(_details(old, new, ())) if what == "changed" else []
    place = place_of(path)
    kind, names = (place.kind.name, place.names) if place is not None else (None, ())
    title = next((str(data["title"]) for data in (new, old) if data.get("title")), "/".join(names) or path)
    more = max(len(details) - MOST, 0)
    return Change(path, what, kind, names, title, before, after, tuple(details[:MOST]), more)


def _data(path: str, text: str | None) -> Mapping[str, object]:
    if text is None:
        return {}
    try:
        return load_yaml(text, path).data
    except ToolwrightError:  # of another release; its text is shown
        return {}


def _details(old: object, new: object, place: tuple[str, ...]) -> Iterator[Detail]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in [*old, *(name for name in new if name not in old)]:
            inner = (*place, str(name))
            if name not in new:
                yield Detail("removed", inner, before=old[name])
            elif name not in old:
                yield Detail("added", inner, after=new[name])
            else:
                yield from _details(old[name], new[name], inner)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(old, new, place)
    else:
        yield Detail("changed", place, old, new)


def _of_lists(old: list[object], new: list[object], place: tuple[str, ...]) -> Iterator[Detail]:
    one, two = [_key(item) for item in old], [_key(item) for item in new]
    if len({*one}) == len(one) and len({*two}) == len(two):
        yield from _of_named(dict(zip(one, old, strict=True)), dict(zip(two, new, strict=True)), place)
        return
    forms, others = ([json.dumps(item, sort_keys=True) for item in items] for items in (old, new))
    for what, start, end, at, to in SequenceMatcher(None, forms, others, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(end - start, to - at)
        for step in range(paired):
            yield from _details(old[start + step], new[at + step], (*place, _name(new[at + step], at + step)))
        for index in range(start + paired, end):
            yield Detail("removed", (*place, _name(old[index], index)), before=old[index])
        for index in range(at + paired, to):
            yield Detail("added", (*place, _name(new[index], index)), after=new[index])


def _of_named(old: Mapping[str, object], new: Mapping[str, object], place: tuple[str, ...]) -> Iterator[Detail]:
    for key, item in old.items():
        if key not in new:
            yield Detail("removed", (*place, key), before=item)
        else:
            yield from _details(item, new[key], (*place, key))
    yield from (Detail("added", (*place, key), after=item) for key, item in new.items() if key not in old)
    stayed = [key for key in old if key in new]
    if stayed != [key for key in new if key in old]:
        yield Detail("moved", place)


def _key(item: object) -> str:
    """What tells an item from its neighbours: its name, or all of it."""
    if isinstance(item, Mapping):
        for name in _NAMED_BY:
            if isinstance(item.get(name), str):
                kind = (
                    f"{item['kind']} " if name in ("id", "label", "title") and isinstance(item.get("kind"), str) else ""
                )
                return f"{kind}{item[name]}"
    return item if isinstance(item, str) else json.dumps(item, sort_keys=True)


def _name(item: object, index: int) -> str:
    key = _key(item)
    return key if len(key) <= _LONGEST and not key.startswith(("{", "[")) else str(index + 1)


def _said(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
