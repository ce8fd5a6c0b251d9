"""Assets: everything static, compressed once and served from memory under names that never change their content."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import brotli
from starlette.requests import Request
from starlette.responses import Response

from toolwright.errors import NotFound
from toolwright.extend.kinds import Kinds
from toolwright.extend.registry import Registry
from toolwright.render.theme.stylesheet import FONT_FILES, base_stylesheet, font_bytes

IMMUTABLE = "public, max-age=31536000, immutable"
_COMPRESSED = frozenset({".js", ".css", ".svg", ".json", ".html", ".map"})
_VENDOR = re.compile(r"""(from\s*|import\s*\(?\s*)(["'])@vendor/([a-z0-9_-]+)\.js\2""")
_SHARED = re.compile(r"""^import \{[^}]*\} from (["'])@shared/([a-z0-9_]+)\.js\1;\n""", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*/\*(?!!).*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment that has its lines to itself; one that begins with `/*!` stays, as licences do."""
STATIC = Path(str(files(__package__))) / "static"


@dataclass(frozen=True, slots=True)
class Compressed:
    """The compressed forms of a file."""

    br: bytes
    gzip: bytes


@dataclass(frozen=True, slots=True)
class Asset:
    """The bytes of a file, and its compressed forms where there are some or will be."""

    media_type: str
    plain: bytes
    packed: Compressed | Future[Compressed] | None = None

    async def answer(self, accepts: str) -> Response:
        """The response in the best encoding the browser takes."""
        headers = {"cache-control": IMMUTABLE, "vary": "accept-encoding", "x-content-type-options": "nosniff"}
        packed = self.packed
        if isinstance(packed, Future):
            # Shielded: who goes away while it waits would call the work off for everybody.
            packed = await asyncio.shield(asyncio.wrap_future(packed))
        if packed is not None and "br" in accepts:
            return Response(packed.br, media_type=self.media_type, headers={**headers, "content-encoding": "br"})
        if packed is not None and "gzip" in accepts:
            return Response(packed.gzip, media_type=self.media_type, headers={**headers, "content-encoding": "gzip"})
        return Response(self.plain, media_type=self.media_type, headers=headers)


def _compressed(content: bytes) -> Compressed:
    mode = brotli.MODE_TEXT
    return Compressed(brotli.compress(content, mode=mode, quality=11), gzip.compress(content, 9, mtime=0))


def _media_type(name: str) -> str:
    if name.endswith(".js"):
        return "text/javascript; charset=utf-8"
    if name.endswith(".woff2"):
        return "font/woff2"
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


class Assets:
    """All assets by the last part of their address."""

    def __init__(self, kinds: Kinds) -> None:
        self._by_name: dict[str, Asset] = {}
        self._address: dict[str, str] = {}
        # Compressed beside the start, which need not wait for it; who asks early does.
        self._packing = ThreadPoolExecutor(1, thread_name_prefix="toolwright-packing")
        self._add_built()
        for name in FONT_FILES:
            self.add(name, font_bytes(name))
        css = [base_stylesheet(self.address), *_component_styles(kinds.components)]
        self.add("app.css", _COMMENT.sub("", "\n".join(css)).encode())
        for kind in _kinds(kinds.components):
            island = kinds.components.folder(kind) / "island.js"
            if island.is_file():
                self.add(f"island-{kind}.js", self._linked(island.read_text(encoding="utf-8")).encode())
        for name, content in favicon().items():
            self.add(name, content)
        self._packing.shutdown(wait=False)

    def add(self, name: str, content: bytes, asset: Asset | None = None) -> str:
        """Serve these bytes; answers the address, which changes with the content."""
        stem, dot, end = name.rpartition(".")
        served = f"{stem}.{hashlib.blake2b(content, digest_size=6).hexdigest()}{dot}{end}"
        self._by_name[served] = asset or self._made(name, content)
        self._address[name] = f"/assets/{served}"
        return self._address[name]

    def address(self, name: str) -> str:
        """Where an asset is served; the plain name when it was not built (`make build`)."""
        return self._address.get(name, f"/assets/{name}")

    def has(self, name: str) -> bool:
        """Whether there is such an asset."""
        return name in self._address

    def get(self, served: str) -> Asset:
        """The asset at an address. Raises NotFound."""
        found = self._by_name.get(served)
        if found is None:
            raise NotFound("There is no such file.", code="asset.missing", hint="Reload the page.")
        return found

    def _add_built(self) -> None:
        """What the studio's build left: its own hashed files, our runtime, and vendor bundles."""
        for path in sorted((STATIC / "studio" / "assets").glob("*")):
            if path.is_file() and path.suffix not in (".br", ".gz", ".map"):
                self._by_name[path.name] = self._read(path)
        for path in [*sorted((STATIC / "vendor").glob("*.js")), STATIC / "runtime.js"]:
            if path.is_file():
                asset = self._read(path)
                self.add(path.name, asset.plain, asset)

    def _made(self, name: str, content: bytes) -> Asset:
        """An asset compressed here."""
        kind = _media_type(name)
        if Path(name).suffix not in _COMPRESSED or len(content) < 400:
            return Asset(kind, content)
        return Asset(kind, content, self._packing.submit(_compressed, content))

    def _read(self, path: Path) -> Asset:
        """A file, with the compressed forms that lie beside it when the build made them."""
        content = path.read_bytes()
        beside = [path.with_name(f"{path.name}.{end}") for end in ("br", "gz")]
        if all(other.is_file() for other in beside):
            return Asset(_media_type(path.name), content, Compressed(*(other.read_bytes() for other in beside)))
        return self._made(path.name, content)

    def _linked(self, script: str) -> str:
        """An island with `@vendor/<name>.js` replaced by the address it is served at, and `@shared/<name>.js` by its
        text, once: what two islands share costs no request of its own. Comments are for who reads the source."""
        script = _COMMENT.sub("", _with_shared(script, set()))
        return _VENDOR.sub(lambda found: f"{found[1]}{found[2]}{self.address(found[3] + '.js')}{found[2]}", script)


def _with_shared(script: str, had: set[str]) -> str:
    """A script with what it shares with others in the place of its imports, each text once."""

    def put(found: re.Match[str]) -> str:
        name = found[2]
        if name in had:
            return ""
        had.add(name)
        return _with_shared(_shared(name), had)

    return _SHARED.sub(put, script)


def _shared(name: str) -> str:
    """What islands share, as part of one of them."""
    text = files("toolwright.extend").joinpath("islands", f"{name}.js").read_text(encoding="utf-8")
    return text.replace("\nexport ", "\n")


def _kinds(registry: Registry[Any]) -> list[str]:  # Any: only names and folders count
    return [kind for kind in registry if not registry.manifest(kind).missing]


def _component_styles(registry: Registry[Any]) -> list[str]:
    sheets = (registry.folder(kind) / "style.css" for kind in _kinds(registry))
    return [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file()]


@cache
def studio_page() -> str | None:
    """The studio's page as built, None when it was not."""
    page = STATIC / "studio" / "index.html"
    return page.read_text(encoding="utf-8") if page.is_file() else None


async def serve(request: Request) -> Response:
    """GET /assets/{name}"""
    assets: Assets = request.app.state.assets
    asset = assets.get(request.path_params["name"])
    return await asset.answer(request.headers.get("accept-encoding", ""))


def favicon() -> Mapping[str, bytes]:
    """The mark of the product."""
    mark = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        b'<rect width="32" height="32" rx="7" fill="#0b6e8f"/>'
        b'<path d="M8 10h16M16 10v13" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>'
    )
    return {"favicon.svg": mark}
