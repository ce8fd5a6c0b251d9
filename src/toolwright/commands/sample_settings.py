"""Values for the settings of a module that is looked at by itself, where no screen says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from toolwright import clock
from toolwright.errors import ToolwrightError
from toolwright.expressions import compile_template
from toolwright.model.module import Module, ModuleSetting
from toolwright.model.table import humanise
from toolwright.render import code as codes

_READ: Mapping[str, Callable[[str], object]] = {
    "whole": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False}[text.lower()],
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def sample_settings(module: Module, typed: Mapping[str, str], names: Mapping[str, object]) -> dict[str, object]:
    """Each setting as somebody typed it, else its default, else something of its type. Defaults read `names`."""
    return {
        one.name: _typed(one, typed.get(one.name)) if typed.get(one.name) else _unsaid(one, names)
        for one in module.settings
    }


def _typed(setting: ModuleSetting, text: str | None) -> object:
    try:
        return _READ[setting.type](text or "") if setting.type in _READ else text
    except (ValueError, KeyError):
        return _stand_in(setting)


def _unsaid(setting: ModuleSetting, names: Mapping[str, object]) -> object:
    default = setting.default
    if default is None:
        return _stand_in(setting)
    if isinstance(default, str) and "{{" in default:
        try:
            return compile_template(codes.template(default)).evaluate(names)
        except ToolwrightError:
            return None  # said where the module is checked
    return _typed(setting, str(default)) if setting.type in ("date", "datetime") else default


def _stand_in(setting: ModuleSetting) -> object:
    now = clock.now()
    found: Mapping[str, object] = {
        "whole": 1,
        "number": 1.5,
        "boolean": True,
        "date": now.date(),
        "datetime": now,
        "choice": next(iter(setting.options), None),
        "any": None,
    }
    return found.get(setting.type, setting.label or humanise(setting.name))
