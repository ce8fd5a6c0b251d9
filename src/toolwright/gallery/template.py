"""Templates and where to find them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from toolwright.errors import NotFound, did_you_mean
from toolwright.gallery.service_desk.sample import build_database


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody who shows what a role may do in the template."""

    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Template:
    """A ready workspace. `build` writes its sample database; the source named `source` is pointed at that file."""

    name: str
    title: str
    summary: str
    app: str
    source: str
    people: tuple[SamplePerson, ...]
    build: Callable[[Path, date], None]

    def definitions(self) -> dict[str, str]:
        """The definition files, by their path inside the workspace."""
        root = files("toolwright.gallery").joinpath(self.name, "workspace")
        return dict(sorted(_texts(root, "")))


TEMPLATES: Mapping[str, Template] = {
    "service_desk": Template(
        name="service_desk",
        title="Service desk",
        summary="Tickets, assets, people and services of an IT department: a queue, a ticket page, My requests.",
        app="desk",
        source="desk",
        people=(
            SamplePerson("agent@example.com", "Hugo Lindqvist", "agent"),
            SamplePerson("requester@example.com", "Ben Tanaka", "requester"),
        ),
        build=build_database,
    ),
}


def get_template(name: str) -> Template:
    """The template of that name. Raises NotFound with the nearest name."""
    template = TEMPLATES.get(name)
    if template is None:
        raise NotFound(f"There is no template '{name}'.", code="template.unknown", hint=did_you_mean(name, TEMPLATES))
    return template


def _texts(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            found.append((prefix + entry.name, entry.read_text(encoding="utf-8")))
    return found
