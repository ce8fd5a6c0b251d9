"""From plain values to models, with every wrong place said in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from toolwright.errors import FieldError, did_you_mean, phrase
from toolwright.model.base import NAME_PATTERN, TABLE_PATTERN
from toolwright.model.validation import lowered, own, sentence, told
from toolwright.model.yaml_form import KeyPath, Loaded

ModelT = TypeVar("ModelT", bound=BaseModel)

_PATTERNS: Mapping[str, str] = {
    NAME_PATTERN: "must be a name: lower-case letters, digits and underscores, beginning with a letter",
    TABLE_PATTERN: "must name a table: `tickets`, or `erp.tickets` for a table of data source `erp`",
}


def read_model(model: type[ModelT], data: object, loaded: Loaded, at: KeyPath = ()) -> ModelT | list[FieldError]:
    """`data`, which stands at `at` in the file, as a model; or everything that is wrong with it."""
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        errors = _likeliest(fault.errors(include_url=False), data)
        return [_explain(error, model, data, loaded, at) for error in errors]


def _likeliest(errors: list[ErrorDetails], data: object) -> list[ErrorDetails]:
    """Where a value fits no arm of a union, pydantic reports every arm; keep the one that came closest."""
    arms: dict[tuple[int | str, ...], dict[int | str, list[ErrorDetails]]] = {}
    for error in errors:
        place, arm = _union_at(error["loc"], data)
        if arm is not None:
            arms.setdefault(place, {}).setdefault(arm, []).append(error)
    dropped: set[int] = set()
    for choices in arms.values():
        best = max(choices.values(), key=_closeness)
        dropped |= {id(error) for choice in choices.values() if choice is not best for error in choice}
    return [error for error in errors if id(error) not in dropped]


def _union_at(loc: tuple[int | str, ...], data: object) -> tuple[tuple[int | str, ...], int | str | None]:
    """The first place on the way where the path names an arm and not a key, and that arm."""
    current = data
    for index, key in enumerate(loc):
        if _holds(current, key):
            current = _item(current, key)
        elif index == len(loc) - 1 and isinstance(current, Mapping):
            return loc, None
        else:
            return loc[:index], key
    return loc, None


def _holds(value: object, key: int | str) -> bool:
    if isinstance(value, Mapping):
        return key in value
    return isinstance(value, list | tuple) and isinstance(key, int) and key < len(value)


def _item(value: object, key: int | str) -> object:
    if isinstance(value, Mapping):
        return value[key]
    return value[key] if isinstance(value, list | tuple) and isinstance(key, int) else None


def _closeness(errors: list[ErrorDetails]) -> tuple[bool, int, int]:
    is_wrong_type = all(error["type"].endswith("_type") and error["type"] != "union_tag_invalid" for error in errors)
    return not is_wrong_type, max(len(error["loc"]) for error in errors), -len(errors)


def _explain(error: ErrorDetails, model: type[BaseModel], data: object, loaded: Loaded, at: KeyPath) -> FieldError:
    kind = error["type"]
    path = _existing(error["loc"], data, keeps_last=kind in ("missing", "extra_forbidden"))
    full = (*at, *path)
    name = str(path[-1]) if path else phrase("The definition")
    if kind == "extra_forbidden":
        known = _keys_beside(model, error["loc"])
        message, hint, code = (
            phrase("Unknown key '{name}'.", name=name),
            did_you_mean(name, known),
            "definition.unknown_key",
        )
        return FieldError(_dotted(full), message, code, hint, loaded.where(full, at_key=True))
    if kind == "missing":
        where = loaded.where(full)
        return FieldError(
            _dotted(full), phrase("'{name}' is missing.", name=name), "definition.missing_key", None, where
        )
    hint = None
    if kind in ("enum", "literal_error"):
        expected = str((error.get("ctx") or {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        hint = did_you_mean(str(error["input"]), [word.strip() for word in expected.split(",")])
    return FieldError(_dotted(full), _sentence(error, name), "definition.invalid", hint, loaded.where(full))


def _sentence(error: ErrorDetails, name: str) -> str:
    context = error.get("ctx") or {}
    pattern = _PATTERNS.get(str(context.get("pattern", "")))
    if pattern:
        return phrase(
            "'{name}' {wanted}, not {given}.", name=name, wanted=phrase(pattern), given=_shown(error["input"])
        )
    said = told(error)
    if error["type"] in ("value_error", "grant"):
        return sentence(own(said))
    if "wanted" in said.values:
        wanted = said.values["wanted"]
        return phrase("'{name}' must be {wanted}, not {given}.", name=name, wanted=wanted, given=_shown(error["input"]))
    return phrase("'{name}': {problem}.", name=name, problem=lowered(said))


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return phrase("a mapping")
    if isinstance(value, list | tuple):
        return phrase("a list")
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…{text[-1]}"


def _existing(loc: tuple[int | str, ...], data: object, *, keeps_last: bool) -> KeyPath:
    """The part of pydantic's path that exists in the data: arms of unions are no keys and are left out."""
    path: list[str | int] = []
    current = data
    for index, key in enumerate(loc):
        is_last = index == len(loc) - 1
        if _holds(current, key):
            current = _item(current, key)
        elif not (is_last and keeps_last and isinstance(current, Mapping)):
            continue
        path.append(key)
    return tuple(path)


def _keys_beside(model: type[BaseModel], loc: tuple[int | str, ...]) -> set[str]:
    """The keys that would have been valid in the place of an unknown key."""
    candidates = [model]
    for key in loc[:-1]:
        arms = [candidate for candidate in candidates if candidate.__name__ == key]
        inner = [
            found
            for candidate in candidates
            for name, field in candidate.model_fields.items()
            if key in (name, field.alias)
            for found in _models_in(field.annotation)
        ]
        candidates = arms or inner or candidates
    return {field.alias or name for candidate in candidates for name, field in candidate.model_fields.items()}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _dotted(path: KeyPath) -> str:
    return ".".join(str(key) for key in path)
