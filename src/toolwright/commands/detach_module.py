"""Taking a module apart where it stands: its components with what it was told written into them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from toolwright.commands.definitions import open_workspace
from toolwright.commands.group_text import changed_texts, expressions_in, with_paths
from toolwright.commands.services import Services
from toolwright.errors import InvalidInput, NotFound, did_you_mean, phrase
from toolwright.expressions import Expression
from toolwright.extend.kinds import Kinds
from toolwright.extend.seen import Seen
from toolwright.model.files import MODULE, Place
from toolwright.model.module import SETTINGS, Module, ModuleSetting
from toolwright.model.workspace import Workspace
from toolwright.model.yaml_form import model_data
from toolwright.policy.actor import Actor
from toolwright.render import code as codes
from toolwright.render.compile import expressions_of
from toolwright.render.modules import MODULE_NAMES

_OF_THE_FORM = frozenset({"form", "form_errors"})
"""Names that mean the same inside a module as around it."""


async def detach_module(
    services: Services, actor: Actor, workspace: str, name: str, values: Mapping[str, object]
) -> list[object]:
    """The components of a module as they would be on a screen that gives it these values. Nothing is stored.

    Raises NotFound, and InvalidInput where a filter in it would take what it is told for a column.
    """
    stored = await open_workspace(services, actor, workspace)
    module = stored.modules.get(name)
    if module is None:
        hint = did_you_mean(name, stored.modules)
        raise NotFound(phrase("There is no module '{name}'.", name=name), code="module.not_found", hint=hint)
    return await asyncio.to_thread(_detached, services.kinds, stored, name, module, values)


def _detached(kinds: Kinds, stored: Workspace, name: str, module: Module, values: Mapping[str, object]) -> list[object]:
    said = {
        one.name: _Said(one, values[one.name] if values.get(one.name) is not None else one.default)
        for one in module.settings
    }
    seen = expressions_of(stored, Place(MODULE, (name,)), kinds)
    content = model_data(module).get("content", [])

    def change(text: str, one: Seen) -> object:
        return _without_settings(text, one, said)

    found = changed_texts(content, ("content",), seen, change)
    return found if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class _Said:
    """What a module is told for one of its settings: a value, or text with `{{ }}`."""

    setting: ModuleSetting
    value: object

    @property
    def is_bound(self) -> bool:
        return isinstance(self.value, str) and "{{" in self.value

    @property
    def source(self) -> str:
        """It as an expression."""
        if not self.is_bound:
            moment = self.setting.type if self.setting.type in ("date", "datetime") and self.value is not None else None
            return repr(self.value) if moment is None else f"{moment}({str(self.value)!r})"
        parts = codes.template(str(self.value)).parts
        if len(parts) == 1 and isinstance(parts[0], Expression):
            return parts[0].source.strip()
        return " + ".join(
            f"text({part.source.strip()})" if isinstance(part, Expression) else repr(part) for part in parts
        )


def _without_settings(text: str, seen: Seen, said: Mapping[str, _Said]) -> object:
    """A text with what its settings were told in their place; that itself, where the text is one of them alone."""
    _refuse_captured(text, seen, said)
    if "{{" in text:
        template = codes.template(text)
        only = template.expressions[0].paths if template.is_single else frozenset()
        if len(only) == 1 and template.expressions[0].source.strip() == ".".join(next(iter(only))):
            ((root, *rest),) = only
            if root == SETTINGS and len(rest) == 1:
                return said[rest[0]].value
        return _spliced(text, said)
    return with_paths(text, {(SETTINGS, name): one.source for name, one in said.items()})


def _refuse_captured(text: str, seen: Seen, said: Mapping[str, _Said]) -> None:
    """Raise InvalidInput where a name in what a setting is told means something else in this text: a column of a
    filter, or the row of a list inside the module."""
    bound = seen.names.keys() - MODULE_NAMES - _OF_THE_FORM
    bound |= set() if seen.row is None else {*seen.row.fields, "row"}
    for path in (path for one in expressions_in(text) for path in one.paths):
        if path[0] != SETTINGS or len(path) < 2 or not codes.parsed(said[path[1]].source).names & bound:
            continue
        message = phrase("“{value}” would mean something else in `{text}`.", value=said[path[1]].value, text=text)
        raise InvalidInput(message, code="module.not_detached", hint="Keep the module, or change it there first.")


def _spliced(text: str, said: Mapping[str, _Said]) -> str:
    """A template; what stands in its braces alone becomes part of the words around."""
    made = []
    for part in codes.template(text).parts:
        if not isinstance(part, Expression):
            made.append(part)
            continue
        name = next((path[1] for path in part.paths if path[0] == SETTINGS and len(path) == 2), None)
        one = said.get(name or "")
        if (
            one is not None
            and part.source.strip() == f"{SETTINGS}.{name}"
            and isinstance(one.value, str)
            and one.setting.type in ("text", "choice")
        ):
            made.append(one.value)
        else:
            source = with_paths(part.source.strip(), {(SETTINGS, name): one.source for name, one in said.items()})
            made.append(f"{{{{ {source} }}}}")
    return "".join(made)
