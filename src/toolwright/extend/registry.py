"""The door: kinds enter through installed entry points, first-party and third-party alike.

Each group of entry points holds one sort of kind: an entry's name is the kind, its object the class. Beside the class
lies `manifest.toml`, which is read without importing code, so that a missing driver is a clear message.
"""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from pathlib import Path
from typing import Generic, TypeVar

from toolwright.errors import NotFound, PluginFault, did_you_mean, phrase

CONTRACT_VERSION = 1

KindT = TypeVar("KindT")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a kind without importing it."""

    kind: str
    title: str
    contract: int
    summary: str = ""
    group: str = ""
    icon: str = ""
    requires: tuple[str, ...] = ()
    """Import names that must be present; `extra` names what to install when they are not."""
    extra: str | None = None
    docs: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Required modules that are not installed."""
        return tuple(name for name in self.requires if importlib.util.find_spec(name) is None)


@cache
def _installed() -> EntryPoints:
    """Every entry point of this process, read once: each reading goes through all installed packages."""
    return entry_points()  # type: ignore[return-value]  # what 3.11 answers knows `select` too


class Registry(Generic[KindT]):
    """The kinds of one group, loaded when first asked for."""

    def __init__(self, group: str, base: type[KindT], noun: str) -> None:
        self.group = group
        self.noun = noun
        self._base = base
        self._entries: dict[str, EntryPoint] = {entry.name: entry for entry in _installed().select(group=group)}
        self._loaded: dict[str, KindT] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entries))

    def __contains__(self, kind: object) -> bool:
        return kind in self._entries

    def get(self, kind: str) -> KindT:
        """The kind, ready to use. Raises NotFound with the nearest name, PluginFault when it cannot be loaded."""
        loaded = self._loaded.get(kind)
        if loaded is None:
            loaded = self._loaded[kind] = self._load(kind)
        return loaded

    def all(self) -> Mapping[str, KindT]:
        """Every kind that can be loaded; those with missing drivers are left out."""
        return {kind: self.get(kind) for kind in self if not self.manifest(kind).missing}

    def manifest(self, kind: str) -> Manifest:
        """The manifest beside the kind's code, read without importing it."""
        return _read_manifest(self._entry(kind))

    def folder(self, kind: str) -> Path:
        """The folder of the kind's code, with its manifest, views, styles and README."""
        return _folder(self._entry(kind))

    def _entry(self, kind: str) -> EntryPoint:
        entry = self._entries.get(kind)
        if entry is None:
            raise NotFound(
                phrase("There is no {noun} of kind '{kind}'.", noun=phrase(self.noun), kind=kind),
                code=f"{self.noun.replace(' ', '_')}.unknown_kind",
                hint=did_you_mean(kind, self._entries),
            )
        return entry

    def _load(self, kind: str) -> KindT:
        manifest = self.manifest(kind)
        if manifest.missing:
            raise PluginFault(
                phrase(
                    "The {noun} '{kind}' needs {missing}, which is not installed.",
                    noun=phrase(self.noun),
                    kind=kind,
                    missing=", ".join(manifest.missing),
                ),
                code="plugin.driver_missing",
                hint=phrase("Install it with: pip install 'toolwright[{value}]'", value=manifest.extra or kind),
                extra={"plugin": kind},
            )
        loaded = self._entry(kind).load()
        if not (isinstance(loaded, type) and issubclass(loaded, self._base)):
            raise PluginFault(
                phrase(
                    "The entry point of {noun} '{kind}' is not a {name}.",
                    noun=phrase(self.noun),
                    kind=kind,
                    name=self._base.__name__,
                ),
                code="plugin.wrong_contract",
                extra={"plugin": kind},
            )
        return loaded()


@cache
def _folder(entry: EntryPoint) -> Path:
    spec = importlib.util.find_spec(entry.module.rpartition(".")[0] or entry.module)
    if spec is None or not spec.submodule_search_locations:
        raise PluginFault(
            phrase("The package of '{name}' is not installed.", name=entry.name), code="plugin.not_installed"
        )
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def _read_manifest(entry: EntryPoint) -> Manifest:
    path = _folder(entry) / "manifest.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise PluginFault(
            phrase("The manifest of '{name}' cannot be read.", name=entry.name),
            code="plugin.bad_manifest",
            extra={"plugin": entry.name},
        ) from fault
    if raw.get("kind") != entry.name or raw.get("contract") != CONTRACT_VERSION:
        raise PluginFault(
            phrase(
                "The manifest of '{name}' is for kind {given}, contract {version}.",
                name=entry.name,
                given=repr(raw.get("kind")),
                version=repr(raw.get("contract")),
            ),
            code="plugin.bad_manifest",
            hint=phrase(
                "It must name kind '{name}' and contract {contract_version}.",
                name=entry.name,
                contract_version=CONTRACT_VERSION,
            ),
            extra={"plugin": entry.name},
        )
    raw["requires"] = tuple(raw.get("requires", ()))
    return Manifest(**raw)
