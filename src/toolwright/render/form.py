"""Forms: the ways a value can appear on a page. Every one answers HTML that is safe as text and in quoted attributes.

`write_<form>(value, viewer, options)`; the names are `toolwright.extend.nodes.FORMS`. None and empty text show as
nothing; a value that does not fit its form shows as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import inf
from zoneinfo import ZoneInfo

import orjson

from toolwright import clock
from toolwright.errors import InvalidInput
from toolwright.expressions import to_text
from toolwright.extend.icon import icon_svg
from toolwright.extend.translation import ENGLISH, Say, say_everything
from toolwright.render import address, markdown
from toolwright.render.locales import Style, Words, words_of

Options = Mapping[str, object]
_COLOR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")
_SPECIAL = re.compile(r"[&<>\"']")
_NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,40})?")
_STYLES: dict[object, Style] = {"short": "short", "medium": "medium", "long": "long", "full": "full"}
_TONES = ("green", "amber", "red", "blue", "violet", "neutral")


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name, UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError):
        return ZoneInfo("UTC")


@dataclass(slots=True, eq=False)
class Lasting:
    """Until when what was written stays right, as a timestamp: `3 min ago` does for a while."""

    until: float = inf


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom values are written: language, words, zone, the present moment, and where the app's addresses begin."""

    words: Words = field(default_factory=lambda: words_of("en"))
    zone: ZoneInfo = field(default_factory=lambda: zone_of("UTC"))
    now: datetime = field(default_factory=clock.now)
    base: str = ""
    lasting: Lasting = field(default_factory=Lasting)
    say: Say = field(default_factory=lambda: say_everything(ENGLISH))


def moment_of(text: str, viewer: Viewer) -> datetime:
    """The moment that somebody wrote, on their own clock unless it says a zone. Raises InvalidInput."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput("This is no moment.", code="history.no_moment", hint="2026-11-26T14:05") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=viewer.zone)


class FormOptions(dict[str, object]):
    """The options of a form at one place of a screen, with what was written there: the rows of a list repeat values."""

    MOST = 256
    """Different values that are kept."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.written: dict[str, str] = {}


def escape(text: str) -> str:
    """Text as HTML, also inside quoted attributes."""
    return html.escape(text, quote=True) if _SPECIAL.search(text) else text


def write_text(value: object, viewer: Viewer, options: Options) -> str:
    """The value as people read it."""
    if type(value) is str:
        return html.escape(value, quote=True) if _SPECIAL.search(value) else value
    return escape(plain(value, viewer))


def plain(value: object, viewer: Viewer) -> str:
    """The value as plain text in the viewer's language."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return viewer.say("yes") if value else viewer.say("no")
    if isinstance(value, int | float | Decimal):
        return to_text(value)
    if isinstance(value, datetime):
        return viewer.words.datetime(_local(value, viewer))
    if isinstance(value, date):
        return viewer.words.date(value)
    if isinstance(value, time):
        return viewer.words.time(value)
    if isinstance(value, timedelta):
        return _span(value.total_seconds())
    if isinstance(value, list | tuple):
        return ", ".join(plain(item, viewer) for item in value)
    return to_text(value)


def write_url(value: object, viewer: Viewer, options: Options) -> str:
    """An address for `href`; empty when its scheme is not allowed. Paths of the app get the app's own address."""
    return escape(address.in_app(plain(value, viewer), viewer.base))


def write_image_url(value: object, viewer: Viewer, options: Options) -> str:
    """An address for `src`; empty when a picture may not come from there."""
    return escape(address.safe_image(plain(value, viewer)))


def write_number(value: object, viewer: Viewer, options: Options) -> str:
    """A number with separators; options `decimals`, and `unit` for a word behind it."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    text = viewer.words.number(number, _whole(options.get("decimals")) if options else None)
    return escape(f"{text}\N{NO-BREAK SPACE}{options['unit']}" if options and options.get("unit") else text)


def write_percent(value: object, viewer: Viewer, options: Options) -> str:
    """A share of 1 as percent (`0.25` → `25 %`); option `of` = 100 when the value is in percent already."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    share = float(number) * (1 if options.get("of") == 100 else 100)
    decimals = _whole(options.get("decimals"))
    return escape(f"{viewer.words.number(round(share, 1) if decimals is None else share, decimals)} %")


def write_currency(value: object, viewer: Viewer, options: Options) -> str:
    """An amount with its sign; options `currency`, an ISO 4217 code, and `decimals` when not those of the currency."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    code, decimals = str(options.get("currency") or "EUR"), _whole(options.get("decimals"))
    return escape(viewer.words.currency(number, code, decimals))


def write_bar(value: object, viewer: Viewer, options: Options) -> str:
    """A share as a bar beside its percentage; options as for `percent`. An element."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    whole = 100 if options.get("of") == 100 else 1
    full = max(0.0, min(float(number) / whole, 1.0)) * 100
    shape = f'<rect width="{full:.4g}" height="8"/>'
    drawn = f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{shape}</svg>'
    return f'<span class="tw-share">{drawn}<span>{write_percent(value, viewer, options)}</span></span>'


def write_rating(value: object, viewer: Viewer, options: Options) -> str:
    """So many stars of `stars` (5 by default). An element."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    most = min(_whole(options.get("stars")) or 5, 20)
    lit = max(0, min(round(number), most))
    drawn = "<i data-lit></i>" * lit + "<i></i>" * (most - lit)
    label = escape(f"{viewer.words.number(number)} / {most}")
    return f'<span class="tw-rating" role="img" aria-label="{label}" title="{label}">{drawn}</span>'


def write_color(value: object, viewer: Viewer, options: Options) -> str:
    """A swatch beside the code `#rrggbb`; with option `bare` the swatch alone. An element."""
    text = plain(value, viewer)
    if not _COLOR.fullmatch(text):
        return "" if options.get("bare") else escape(text)
    shape = f'<rect width="16" height="16" fill="{text}"/>'
    swatch = f'<svg class="tw-swatch" viewBox="0 0 16 16" aria-hidden="true">{shape}</svg>'
    if options.get("bare"):
        return swatch
    return f'<span class="tw-color">{swatch}<span class="tw-mono">{text}</span></span>'


def write_rich(value: object, viewer: Viewer, options: Options) -> str:
    """HTML, cleaned again of everything that could run. Elements: not for attributes."""
    return markdown.clean(plain(value, viewer)) if value else ""


def write_bytes(value: object, viewer: Viewer, options: Options) -> str:
    """A size: `1.5 MB`."""
    number = _number(value)
    if number is None:
        return write_text(value, viewer, options)
    size = float(number)
    for unit in ("B", "kB", "MB", "GB", "TB", "PB"):
        if abs(size) < 1000 or unit == "PB":
            return escape(f"{viewer.words.number(round(size, 1) if unit != 'B' else int(size))} {unit}")
        size /= 1000
    return ""


def write_duration(value: object, viewer: Viewer, options: Options) -> str:
    """A length of time, given as duration or seconds: `2 h 5 min`."""
    number = _number(value)
    seconds = value.total_seconds() if isinstance(value, timedelta) else number
    return write_text(value, viewer, options) if seconds is None else _span(float(seconds))


def _span(seconds: float) -> str:
    sign, left = ("-" if seconds < 0 else ""), abs(seconds)
    if left < 60:
        return f"{sign}{left:.3g} s"
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count:.0f} {unit}")
    return sign + " ".join(parts[:2])


def _exact_span(value: timedelta) -> str:
    """A length of time with nothing left out, as a person would write it: `1 d 2 h 30 min`."""
    sign, left = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(left.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = f"{seconds}.{left.microseconds:06d}".rstrip("0") if left.microseconds else seconds
    parts = ((left.days, "d"), (hours, "h"), (minutes, "min"), (exact, "s"))
    return sign + (" ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 min")


def _moment(value: object) -> date | time | None:
    if isinstance(value, date | time):
        return value
    if isinstance(value, str) and len(value) >= 8:
        for kind in (date, datetime, time):
            try:
                return kind.fromisoformat(value)
            except ValueError:
                continue
    return None


def _local(moment: datetime, viewer: Viewer) -> datetime:
    """The moment on the viewer's clock; one without a zone is shown as stored."""
    return moment.astimezone(viewer.zone) if moment.tzinfo is not None else moment


def write_date(value: object, viewer: Viewer, options: Options) -> str:
    """A day; option `style` short, medium, long or full."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        moment = _local(moment, viewer)
    if not isinstance(moment, date):
        return write_text(value, viewer, options)
    return escape(viewer.words.date(moment, _STYLES.get(options.get("style"), "medium")))


def write_time(value: object, viewer: Viewer, options: Options) -> str:
    """A time of day."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        return escape(viewer.words.time(_local(moment, viewer)))
    return escape(viewer.words.time(moment)) if isinstance(moment, time) else write_text(value, viewer, options)


def write_datetime(value: object, viewer: Viewer, options: Options) -> str:
    """A moment on the viewer's clock, as plain text; option `style`."""
    moment = _moment(value)
    if isinstance(moment, datetime):
        style = _STYLES.get(options.get("style"), "medium")
        return escape(viewer.words.datetime(_local(moment, viewer), style))
    return write_date(value, viewer, options)


def write_relative(value: object, viewer: Viewer, options: Options) -> str:
    """`3 min ago`, with the exact time and zone on hover. An element: not for attributes."""
    moment = _moment(value)
    if not isinstance(moment, datetime):
        return write_date(value, viewer, options)
    opened, at = _exact(moment, viewer.words.name, viewer.zone)
    now = viewer.now.timestamp()
    said, left = viewer.words.ago_for(now - at)
    lasting = viewer.lasting
    if now + left < lasting.until:
        lasting.until = now + left
    return f"{opened}{escape(said)}</time>"


@lru_cache(maxsize=4096)
def _exact(moment: datetime, language: str, zone: ZoneInfo) -> tuple[str, float]:
    """The element of a moment, and when it is."""
    local = moment.astimezone(zone) if moment.tzinfo is not None else moment
    name = f" {local.tzname()}" if local.tzinfo else ""
    shown = escape(words_of(language).datetime(local) + name)
    at = (local if local.tzinfo else local.replace(tzinfo=zone)).timestamp()
    return f'<time datetime="{local.isoformat(timespec="seconds")}" title="{shown}">', at


@lru_cache(maxsize=64)
def _mark(value: bool, with_word: bool, language: str) -> str:
    say = say_everything(language)
    name, word, off = ("check", say("Yes"), "") if value else ("x", say("No"), " data-off")
    said = f"{icon_svg(name)}<span>{word}</span>" if with_word else icon_svg(name, label=word)
    return f'<span class="tw-check"{off}>{said}</span>'


def write_boolean(value: object, viewer: Viewer, options: Options) -> str:
    """A check mark or a quiet cross, with `word` followed by the word; no value gives nothing, which is not the same.

    Options `yes` and `no` give words alone. An element unless these are given.
    """
    if value is None:
        return ""
    if "yes" in options:
        return escape(str(options["yes"] if value else options.get("no", "")))
    return _mark(bool(value), bool(options.get("word")), viewer.say.language)


def write_badge(value: object, viewer: Viewer, options: Options) -> str:
    """A coloured word, or one for each item of a list; options `labels` and `tones` by value. Elements."""
    if value is None or value == "":
        return ""
    if type(value) is str and isinstance(options, FormOptions):
        known = options.written.get(value)
        if known is None:
            known = _badge(value, options)
            if len(options.written) < options.MOST:
                options.written[value] = known
        return known
    if isinstance(value, list | tuple):
        badges = "".join(write_badge(item, viewer, options) for item in value)
        return f'<span class="tw-badges">{badges}</span>' if badges else ""
    return _badge(plain(value, viewer), options)


def _badge(text: str, options: Options) -> str:
    labels, tones = options.get("labels"), options.get("tones")
    label = labels.get(text, text) if isinstance(labels, Mapping) else text
    tone = (tones.get(text) if isinstance(tones, Mapping) else None) or options.get("tone")
    shown = tone if tone in _TONES else "neutral"
    return f'<span class="tw-badge" data-tone="{shown}">{escape(str(label))}</span>'


def write_markdown(value: object, viewer: Viewer, options: Options) -> str:
    """Markdown as sanitised HTML. Elements: not for attributes."""
    return markdown.to_html(plain(value, viewer)) if value else ""


def write_json(value: object, viewer: Viewer, options: Options) -> str:
    """The value as JSON text, for data attributes and code."""
    indent = orjson.OPT_INDENT_2 if options.get("indent") else 0
    text = orjson.dumps(value, default=to_text, option=orjson.OPT_NON_STR_KEYS | indent).decode()
    return escape(text)


def write_lines(value: object, viewer: Viewer, options: Options) -> str:
    """Text with its line breaks. Elements: not for attributes."""
    return "<br>".join(escape(line) for line in plain(value, viewer).splitlines())


def write_email(value: object, viewer: Viewer, options: Options) -> str:
    """A link to write to the address. An element."""
    text = plain(value, viewer)
    if not re.fullmatch(r"[^\s@:/?#<>]+@[^\s@:/?#<>]+", text):
        return escape(text)
    return f'<a href="mailto:{escape(text)}">{escape(text)}</a>'


def write_phone(value: object, viewer: Viewer, options: Options) -> str:
    """A link to call the number. An element."""
    text = plain(value, viewer)
    digits = re.sub(r"[^\d+]", "", text)
    return f'<a href="tel:{digits}">{escape(text)}</a>' if len(digits) >= 3 else escape(text)


def write_truncate(value: object, viewer: Viewer, options: Options) -> str:
    """The first `length` characters (120 by default) of a text, blanks made single."""
    text = " ".join(plain(value, viewer).split())
    length = _whole(options.get("length")) or 120
    return escape(text if len(text) <= length else f"{text[: length - 1].rstrip()}…")


def write_key(value: object, viewer: Viewer, options: Options) -> str:
    """The value as one segment of an address or part of an HTML id."""
    return address.key(value if type(value) is str else to_text(value))


def write_input(value: object, viewer: Viewer, options: Options) -> str:
    """The value as an HTML input wants it: ISO dates, local date-times, plain numbers, JSON for structures.

    With option `lines` a list of plain texts has each on a line of its own; `decimals` are the fewest of a number.
    """
    if isinstance(value, datetime):
        local = _local(value, viewer).replace(tzinfo=None)
        return local.isoformat(timespec="minutes" if local.second == 0 else "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return _exact_span(value)
    if options.get("lines") and isinstance(value, list | tuple) and all(_is_line(item) for item in value):
        return escape("\n".join(value))
    if isinstance(value, list | tuple | Mapping):
        return write_json(value, viewer, {"indent": True})
    if isinstance(value, Decimal) and (decimals := _whole(options.get("decimals"))):
        return f"{value:.{max(decimals, len(f'{value:f}'.partition('.')[2]))}f}"
    return escape(to_text(value)) if value is not None else ""


def _is_line(item: object) -> bool:
    return isinstance(item, str) and "\n" not in item and not item.startswith("[")


def _number(value: object) -> int | float | Decimal | None:
    kind = type(value)
    if kind is int or kind is float or kind is Decimal:
        return value  # type: ignore[return-value]  # one of these
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    return None


def _whole(value: object) -> int | None:
    if not isinstance(value, int):
        return None
    return value if 0 <= value <= 1000 else 0 if value < 0 else 1000


Write = Callable[[object, Viewer, Options], str]
WRITERS: dict[str, Write] = {
    name.removeprefix("write_"): function for name, function in list(globals().items()) if name.startswith("write_")
}
ELEMENT_FORMS = frozenset(
    {"relative", "boolean", "badge", "markdown", "lines", "email", "phone", "rich", "rating", "bar", "color"}
)
"""Forms that answer elements, so they stand in text only."""
