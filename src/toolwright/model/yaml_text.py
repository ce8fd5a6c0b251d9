"""Canonical YAML text of plain values: one layout for one value, so that files differ only where they differ.

Layout: two spaces a level, lists indented under their key. A short list or mapping stands on one line, except that
components (a mapping with `kind`) and the lists at the top of a file always take lines of their own. Text of several
lines is a literal block. Text is quoted only where plain text would be read as something else, by YAML 1.1 readers too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from toolwright.errors import phrase
from toolwright.model.yaml_comments import Comments, StablePath, item_keys

LINE_WIDTH = 110
MAX_INLINE_DEPTH = 3

_PLAIN_START = re.compile(r"[^\W\d]|[/(.$\d]|-(?=[^\W\d])")
_NOT_IN_PLAIN = re.compile(r": |:$| #|[\x00-\x1f\x7f]|^\s|\s$|^(---|\.\.\.)")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}:#]")
_NUMBER_LIKE = re.compile(r"[-+.]?[\d.][\d_.:eExXoOa-fA-F+-]*$|\d{4}-\d\d?-\d\d?|[-+]?\.(inf|nan)$", re.IGNORECASE)
_WORD_LIKE = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n", "~", "=", "", "<<"])


def write_yaml(data: Mapping[str, object], comments: Comments | None = None) -> str:
    """The canonical text, ending in a newline. Raises ValueError for what YAML definitions cannot hold."""
    writing = _Writing(comments or Comments())
    lines = list(writing.mapping_lines(data, 0, ())) if data else ["{}"]
    return "\n".join([*lines, *writing.comments.foot]) + "\n"


def scalar_text(value: object, *, inline: bool = False) -> str:
    """One scalar as it stands in a line; `inline` when it stands between brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError("a definition cannot hold an infinite or undefined number")
        return repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _plain_or_quoted(value, inline)
    raise ValueError(phrase("a definition cannot hold a {kind}", kind=type(value).__name__))


def _plain_or_quoted(text: str, inline: bool) -> str:
    if _is_plain(text) and not (inline and _NOT_IN_FLOW.search(text)):
        return text
    if '"' in text and "\\" not in text and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return _double_quoted(text)


def _is_plain(text: str) -> bool:
    return (
        _PLAIN_START.match(text) is not None
        and text.isprintable()
        and "{{" not in text  # valid, but expressions should look alike wherever they stand
        and not _NOT_IN_PLAIN.search(text)
        and not _NUMBER_LIKE.match(text)
        and text.lower() not in _WORD_LIKE
    )


def _double_quoted(text: str) -> str:
    """JSON's escapes are YAML's; what is not printable is escaped by its code point."""
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(char if char.isprintable() else _escape(char) for char in quoted)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def _is_literal(text: str) -> bool:
    """Whether a literal block holds the text exactly, without an indentation indicator."""
    if "\n" not in text or text.endswith("\n\n") or not text.strip("\n"):
        return False
    lines = text.removesuffix("\n").split("\n")
    first = next(line for line in lines if line)
    return (
        not first[0].isspace()
        and bool(lines[0])
        and all((line.replace("\t", "").isprintable() and line == line.rstrip()) for line in lines)
    )


class _Writing:
    """Writes values as lines and places comments by stable path."""

    def __init__(self, comments: Comments) -> None:
        self.comments = comments

    def mapping_lines(self, values: Mapping[str, object], indent: int, path: StablePath) -> Iterator[str]:
        pad = " " * indent
        for key, value in values.items():
            here = (*path, key)
            yield from (pad + line for line in self.comments.above(here))
            name = scalar_text(key, inline=True)
            yield from self._entry(f"{pad}{name}:", value, indent + 2, here, at_top=not path)

    def _entry(
        self, start: str, value: object, indent: int, path: StablePath, *, at_top: bool = False
    ) -> Iterator[str]:
        if isinstance(value, str) and _is_literal(value):
            yield f"{start} |{'' if value.endswith(chr(10)) else '-'}" + self.comments.beside(path)
            for line in value.removesuffix("\n").split("\n"):
                yield " " * indent + line if line else ""
            return
        text = self._on_one_line(value, len(start) + 1, path, at_top=at_top)
        if text is not None:
            yield f"{start} {text}" + self.comments.beside(path)
            return
        yield start + self.comments.beside(path)
        if isinstance(value, Mapping):
            yield from self.mapping_lines(value, indent, path)
        elif isinstance(value, Sequence):
            yield from self._list_lines(value, indent, path)

    def _list_lines(self, items: Sequence[object], indent: int, path: StablePath) -> Iterator[str]:
        pad = " " * indent
        for key, item in zip(item_keys(items), items, strict=True):
            here = (*path, key)
            yield from (pad + line for line in self.comments.above(here))
            one_line = self._on_one_line(item, indent + 2, here)
            if one_line is not None or isinstance(item, str):
                yield from self._entry(f"{pad}-", item, indent + 2, here)
            elif isinstance(item, Mapping):
                yield from self._hang(self.mapping_lines(item, indent + 2, here), pad)
            elif isinstance(item, Sequence):
                yield from self._hang(self._list_lines(item, indent + 2, here), pad)

    @staticmethod
    def _hang(lines: Iterator[str], pad: str) -> Iterator[str]:
        """Put the dash before the first line that is not a comment."""
        is_hung = False
        for line in lines:
            if not is_hung and not line.lstrip().startswith("#"):
                line, is_hung = f"{pad}- {line[len(pad) + 2 :]}", True
            elif not is_hung:
                line = pad + line.lstrip()
            yield line

    def _on_one_line(self, value: object, start: int, path: StablePath, *, at_top: bool = False) -> str | None:
        """The value in one line, or None when it is too long, too deep, commented or always stands in a block."""
        if not isinstance(value, Mapping | list | tuple):
            return scalar_text(value)
        if not value:
            return "{}" if isinstance(value, Mapping) else "[]"
        if (
            at_top
            and not isinstance(value, Mapping)
            and any(isinstance(item, Mapping | list | tuple) for item in value)
        ):
            return None
        if self.comments.any_under(path):
            return None
        text = _flow(value, MAX_INLINE_DEPTH)
        return text if text is not None and start + len(text) <= LINE_WIDTH else None


def _flow(value: object, depth: int) -> str | None:
    if isinstance(value, str):
        return None if "\n" in value else scalar_text(value, inline=True)
    if not isinstance(value, Mapping | list | tuple):
        return scalar_text(value, inline=True)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if depth == 0 or (isinstance(value, Mapping) and "kind" in value):
        return None
    if isinstance(value, Mapping):
        parts = [(scalar_text(key, inline=True), _flow(item, depth - 1)) for key, item in value.items()]
        texts = [None if text is None else f"{key}: {text}" for key, text in parts]
        opening, closing = "{}"
    else:
        texts = [_flow(item, depth - 1) for item in value]
        opening, closing = "[]"
    shown = [text for text in texts if text is not None]
    return None if len(shown) < len(texts) else f"{opening}{', '.join(shown)}{closing}"
