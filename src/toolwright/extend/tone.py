"""Colours of statuses by a stable rule: the same word has the same tone on every screen of every app."""

from __future__ import annotations

import re
from typing import Literal
from zlib import crc32

from toolwright.model.table import Option

Tone = Literal["neutral", "blue", "green", "amber", "red", "violet"]

_BY_TONE: dict[Tone, str] = {
    "green": """done resolved completed complete active approved ok success successful succeeded paid healthy online
        live available in_stock delivered accepted enabled passed running up shipped published won verified fixed""",
    "amber": """waiting pending on_hold hold paused high warning medium_high review in_review awaiting scheduled planned
        degraded expiring partial partially_paid maintenance at_risk medium major queued delayed""",
    "red": """failed failure error rejected urgent critical overdue blocked down offline expired denied lost breached
        emergency out_of_stock broken fault severe unpaid missing suspended highest""",
    "blue": """open new submitted started info normal assigned todo to_do received created backlog requested
        standard""",
    "violet": "in_progress progress working doing testing investigating implementing processing ongoing assess",
    "neutral": """closed cancelled canceled draft archived inactive disabled low none unknown lowest retired
        withdrawn deleted skipped minor other not_applicable idle spare disposed""",
}
_WORDS: dict[str, Tone] = {word: tone for tone, words in _BY_TONE.items() for word in words.split()}
_OTHERS: tuple[Tone, ...] = ("blue", "violet", "neutral")
"""Words without a meaning we know: never green, amber or red, which would claim one."""


def tone_of(value: str) -> Tone:
    """The tone of a status by its word."""
    word = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", value).lower()).strip("_")
    return _WORDS.get(word) or _OTHERS[crc32(word.encode()) % len(_OTHERS)]


def badge_options(options: tuple[Option, ...]) -> dict[str, dict[str, str]]:
    """Labels and tones by value, as the form `badge` wants them."""
    return {
        "labels": {option.value: option_label(option) for option in options},
        "tones": {option.value: option.tone or tone_of(option.value) for option in options},
    }


def option_label(option: Option) -> str:
    """What people read: the label, or the value with a capital and blanks when it is written as a name."""
    if option.label is not None:
        return option.label
    text = option.value.replace("_", " ")
    return text[:1].upper() + text[1:] if re.fullmatch(r"[a-z][a-z0-9 /-]*", text) else option.value
