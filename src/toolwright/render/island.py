"""Island: the words of a script, written beside its element where they are not English."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import orjson

from toolwright.extend.kinds import Kinds
from toolwright.extend.translation import ENGLISH, Say
from toolwright.render.form import escape

_SAID = re.compile(r"""\bsaid\(\s*\w+,\s*'([^']+)'""")
_SHARED = re.compile(r"""from ["']@shared/([a-z0-9_]+)\.js["']""")


def words_for(kinds: Kinds, kind: str, say: Say) -> str:
    """` data-words="…"` with what the island of a kind says in this language; nothing in English."""
    if say.language == ENGLISH:
        return ""
    said = {text: say(text) for text in _said_by(kinds.components.folder(kind) / "island.js")}
    return f' data-words="{escape(orjson.dumps(said).decode())}"' if said else ""


@lru_cache(maxsize=512)
def _said_by(script: Path) -> tuple[str, ...]:
    """The texts that a script, or what it shares with others, asks for."""
    if not script.is_file():
        return ()
    text = script.read_text(encoding="utf-8")
    shared = Path(str(files("toolwright.extend"))) / "islands"
    inside = [one for name in _SHARED.findall(text) for one in _said_by(shared / f"{name}.js")]
    return tuple(dict.fromkeys([*_SAID.findall(text), *inside]))
