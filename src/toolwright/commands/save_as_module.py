"""Making a module of components on a screen: what they read of the screen around them becomes settings of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolwright.autogen.naming import slug, unused
from toolwright.commands.group_text import changed_texts, expressions_in, with_paths
from toolwright.commands.preview_screen import workspace_of
from toolwright.commands.put_at import put_at
from toolwright.commands.services import Services
from toolwright.errors import InvalidDefinition, InvalidInput, phrase
from toolwright.expressions import Scope, Type, check, parse
from toolwright.expressions import types as t
from toolwright.expressions.substitute import Path
from toolwright.extend.checking.drafts import with_drafted
from toolwright.extend.kinds import Kinds
from toolwright.extend.seen import Seen
from toolwright.model.files import MODULE, Place
from toolwright.model.module import MAX_SETTINGS, MODULE_KIND, SETTINGS
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import KeyPath
from toolwright.policy.actor import Actor
from toolwright.render import code as codes
from toolwright.render.compile import READS_SCREEN, compile_place, expressions_around

_SORTS: Mapping[Type, str] = {
    t.TEXT: "text",
    t.UUID: "text",
    t.INTEGER: "whole",
    t.DECIMAL: "number",
    t.FLOAT: "number",
    t.BOOLEAN: "boolean",
    t.DATE: "date",
    t.DATETIME: "datetime",
}
_EVERYWHERE = frozenset({"user", "app", "screen", "workspace", "env", "query", "query_all", "form", "form_errors"})
"""Names that a module reads as a screen does. `form` is that around the place where it stands."""
_WITH_A_ROW = {"row_key": "row", "index": "row"}
"""Names that are those of another row when `row` is."""


@dataclass(frozen=True, slots=True)
class MadeModule:
    """A module that a group of components would be: its name, its definition, and the component in their place.

    `reads` says for each setting which expression of the screen it stands for.
    """

    name: str
    definition: Mapping[str, object]
    use: Mapping[str, object]
    reads: Mapping[str, str]


async def plan_module(
    services: Services,
    actor: Actor,
    workspace: str,
    place: Place,
    definition: Mapping[str, object],
    group: Sequence[KeyPath],
    title: str,
) -> MadeModule:
    """What the components at these places of a screen or module would be as a module. Nothing is stored.

    Raises InvalidInput where they do not stand beside each other, InvalidDefinition where they would not work apart
    from the rest: something in them names a component outside, or the other way round.
    """
    stored = await workspace_of(services, actor, workspace, place)
    return await asyncio.to_thread(_planned, services.kinds, stored, place, definition, sorted(group), title.strip())


def _planned(
    kinds: Kinds, stored: Workspace, place: Place, definition: Mapping[str, object], group: list[KeyPath], title: str
) -> MadeModule:
    beside, nodes = _group(definition, group)
    seen, outer = expressions_around(with_drafted(stored, place, definition, kinds), place, kinds, group[0])
    found = _Settings(outer)
    said = [_with_defaults(kinds, node) for node in nodes]
    content = [changed_texts(node, path, seen, found.instead) for node, path in zip(said, group, strict=True)]
    made = Place(MODULE, (unused(slug(title, "module"), stored.modules),))
    content = _with_rows(kinds, stored, made, found, content)
    if len(found.names) > MAX_SETTINGS:
        message = phrase("These components read more than {most} things of the screen.", most=MAX_SETTINGS)
        raise InvalidInput(message, code="module.too_many_settings", hint="Take fewer of them.")
    module = found.module(title, content)
    use: dict[str, object] = {"kind": MODULE_KIND, "module": made.names[0]}
    if found.names:
        use["values"] = {setting: f"{{{{ {_source(path)} }}}}" for path, setting in found.names.items()}
    _check(kinds, stored, place, made, module, _replaced(definition, beside, group, use))
    return MadeModule(made.names[0], module, use, {setting: _source(path) for path, setting in found.names.items()})


def _with_defaults(kinds: Kinds, value: object) -> object:
    """Components that say what they read of a screen when nothing is said, such as the row that its address names."""
    if isinstance(value, list):
        return [_with_defaults(kinds, item) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {str(key): _with_defaults(kinds, item) for key, item in value.items()}
    kind = value.get("kind")
    fields = kinds.components.get(kind).Props.model_fields if isinstance(kind, str) and kind in kinds.components else {}
    unsaid = {name: field.default for name, field in fields.items() if name not in found}
    return found | {name: text for name, text in unsaid.items() if isinstance(text, str) and "{{" in text}


def _with_rows(kinds: Kinds, stored: Workspace, made: Place, found: _Settings, content: list[object]) -> list[object]:
    """The components, told which row they are about where they took that of the record around them."""
    while "row_key" in found.outer:
        try:
            compile_place(with_drafted(stored, made, found.module("-", content), kinds), made, kinds)
        except InvalidDefinition as fault:
            path = fault.where.path if fault.where is not None else ()
            node = _at({"content": content}, path)
            if fault.code != READS_SCREEN or not _takes_row(kinds, node):
                break  # said when all of it is checked
            whole = put_at({"content": content}, (*path, "row_id"), f"{{{{ {SETTINGS}.{found.name(('row_key',))} }}}}")
            content = list(whole["content"]) if isinstance(whole["content"], list) else content
        else:
            break
    return content


def _takes_row(kinds: Kinds, node: object) -> bool:
    """Whether a component can be told which row it is about, and is not."""
    kind = node.get("kind") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(kind, str) or kind not in kinds.components:
        return False
    return "row_id" in kinds.components.get(kind).Props.model_fields and "row_id" not in node


def _check(
    kinds: Kinds,
    stored: Workspace,
    place: Place,
    made: Place,
    module: Mapping[str, object],
    changed: Mapping[str, object],
) -> None:
    try:
        drafted = with_drafted(stored, made, module, kinds)
        compile_place(drafted, made, kinds)
        compile_place(with_drafted(drafted, place, changed, kinds), place, kinds)
    except InvalidDefinition as fault:
        message = phrase("As a module these components would not work: {fault}", fault=fault.detail)
        hint = "Take along what they need, or leave out what others need of them."
        raise InvalidDefinition(message, code="module.not_apart", hint=fault.hint or hint) from fault


# --- settings ---------------------------------------------------------------------------------------------------------


@dataclass
class _Settings:
    """The settings a module needs, found while its texts are read; `outer` are the names around the group."""

    outer: Mapping[str, Type]
    names: dict[Path, str] = field(default_factory=dict)

    def instead(self, text: str, seen: Seen) -> str:
        """The text reading settings in place of what belongs to the screen."""
        own = frozenset() if seen.row is None else frozenset({*seen.row.fields, "row"})
        paths = {path for one in expressions_in(text) for path in one.paths}
        read = {path for path in paths if path[0] not in own and self._is_of_the_screen(path[0], seen.names)}
        return with_paths(text, {path: f"{SETTINGS}.{self.name(path)}" for path in sorted(read)}) if read else text

    def module(self, title: str, content: list[object]) -> dict[str, object]:
        """The module that these components are."""
        settings = {"settings": [self.setting(path) for path in self.names]} if self.names else {}
        return {"title": title, **settings, "content": content}

    def setting(self, path: Path) -> dict[str, object]:
        """The setting that stands for a path."""
        kind = check(
            parse(_source(path), extra_functions=None),
            Scope(self.outer, dict.fromkeys(codes.EXTRA_FUNCTIONS, t.BOOLEAN)),
        )
        name, sort = self.names[path], _SORTS.get(kind, "any")
        return {"name": name, **({} if sort == "text" else {"type": sort})}

    def _is_of_the_screen(self, name: str, inner: Mapping[str, Type]) -> bool:
        """Whether a name means there what it means around the group."""
        if name in _EVERYWHERE or name not in self.outer:
            return False
        owner = _WITH_A_ROW.get(name, name) if "row" in self.outer else name
        return inner.get(owner) is self.outer.get(owner)

    def name(self, path: Path) -> str:
        """The setting that stands for a path, made where there is none yet."""
        if path not in self.names:
            taken = set(self.names.values())
            short = slug(path[-1], "value")
            long = slug("_".join(path[-2:]), "value")
            self.names[path] = short if short not in taken else unused(long, taken)
        return self.names[path]


def _source(path: Path) -> str:
    return path[0] + "".join(f".{part}" if part.isidentifier() else f"[{part!r}]" for part in path[1:])


# --- the group --------------------------------------------------------------------------------------------------------


def _group(definition: Mapping[str, object], group: Sequence[KeyPath]) -> tuple[KeyPath, list[object]]:
    """The list that the components stand in, and they themselves. Raises InvalidInput."""
    beside = group[0][:-1] if group else ()
    items = _at(definition, beside) if beside else None
    places = [path[-1] for path in group]
    if not isinstance(items, list) or any(path[:-1] != beside for path in group) or len(set(places)) < len(places):
        raise _no_group()
    nodes = [items[place] for place in places if isinstance(place, int) and 0 <= place < len(items)]
    if len(nodes) < len(places) or not all(isinstance(node, dict) and "kind" in node for node in nodes):
        raise _no_group()
    return beside, nodes


def _no_group() -> InvalidInput:
    return InvalidInput(
        "A module is made of components that stand beside each other.",
        code="module.no_group",
        hint="Put them into a container first, or choose components of one list.",
    )


def _replaced(
    definition: Mapping[str, object], beside: KeyPath, group: Sequence[KeyPath], use: Mapping[str, object]
) -> dict[str, object]:
    items = _at(definition, beside)
    gone = {path[-1] for path in group}
    kept: list[object] = []
    for place, item in enumerate(items if isinstance(items, list) else []):
        if place == group[0][-1]:
            kept.append(use)
        if place not in gone:
            kept.append(item)
    return put_at(definition, beside, kept)


def _at(value: object, path: KeyPath) -> object:
    for key in path:
        if isinstance(value, Mapping):
            value = value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value
