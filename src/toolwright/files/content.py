"""Content: what a file is, by its bytes. What a name or a browser says of it is only held against that."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from toolwright.errors import InvalidInput, phrase
from toolwright.model.environment import base_of

_HEAD = 1 << 16
OTHER = "application/octet-stream"
_MARKUP = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), "image/svg+xml"),
    (re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|meta|title|style|link|img|a|div|p)[\s>/]", re.I),
     "text/html"),
    (re.compile(rb"<\?xml[\s?]|<!doctype\s", re.IGNORECASE), "application/xml"),
)  # fmt: skip
_TEXTS = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json", "md": "text/markdown",
    "ics": "text/calendar", "vcf": "text/vcard", "eml": "message/rfc822",
}  # fmt: skip
_SAID = {
    "png": "image/", "jpg": "image/", "jpeg": "image/", "gif": "image/", "webp": "image/", "bmp": "image/",
    "tif": "image/", "tiff": "image/", "heic": "image/", "avif": "image/", "pdf": "application/pdf",
    "zip": "application/", "docx": "application/", "xlsx": "application/", "pptx": "application/",
    "odt": "application/", "ods": "application/", "mp3": "audio/", "wav": "audio/", "mp4": "video/", "mov": "video/",
}  # fmt: skip
"""What a name promises, by how it ends: content of that sort."""
_HARMFUL = frozenset({"application/x-msdownload", "application/x-executable", "application/wasm", "image/svg+xml"})
_RENAMED = {"image/apng": "image/png"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff/\\:*?\"<>|]")
_LONGEST_NAME = 200


def clean_name(name: str) -> str:
    """A name fit to be shown and saved under: no path, no control characters, nothing that turns letters around."""
    text = name.encode("utf-8", "ignore").decode().replace("\\", "/").rsplit("/", 1)[-1]
    text = " ".join(_CONTROL.sub("", text).split()).strip(". ")
    stem, dot, end = text.rpartition(".")
    if len(text) > _LONGEST_NAME:
        text = f"{stem[: _LONGEST_NAME - len(end) - 1]}.{end}" if dot and len(end) <= 10 else text[:_LONGEST_NAME]
    return text or "file"


def content_type(path: Path, name: str) -> str:
    """What the file at `path` is. Raises InvalidInput (`file.type_mismatch`) when its name promises something else."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _type_of(head, _ending(name))
    promised = _SAID.get(_ending(name))
    if promised is not None and head and (not found.startswith(promised) or found in _HARMFUL):
        raise InvalidInput(
            phrase(
                "'{name}' is called .{name_2}, but its content is {found}.",
                name=name,
                name_2=_ending(name),
                found=found,
            ),
            code="file.type_mismatch",
            hint="Send the file under a name that fits what it is.",
        )
    return found


def _type_of(head: bytes, ending: str) -> str:
    if head.startswith(b"\x7fELF"):
        return "application/x-executable"
    known = import_module("filetype").guess(head)  # only when a file comes: it takes a tenth of a second to load
    if known is not None:
        return _RENAMED.get(known.mime, str(known.mime))
    if not _is_text(head):
        return OTHER
    start = head[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for pattern, kind in _MARKUP:
        if start.startswith(b"<") and pattern.search(start):
            return kind
    return _TEXTS.get(ending, "text/plain") if head else OTHER


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for cut in range(4):  # the last character may be cut in two
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def content_key(workspace: str, sha256: str) -> str:
    """Where the store keeps a content: the environments of a workspace share theirs."""
    return f"{base_of(workspace)}/{sha256}"
