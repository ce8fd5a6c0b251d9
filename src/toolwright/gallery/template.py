"""Templates and where to find them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

from toolwright.errors import NotFound, did_you_mean, phrase
from toolwright.extend.translation import ENGLISH, Say
from toolwright.gallery.asset_inventory.sample import inventory_sample
from toolwright.gallery.operations.sample import operations_sample
from toolwright.gallery.sample import Sample, SamplePerson
from toolwright.gallery.service_desk.people import accounts
from toolwright.gallery.service_desk.sample import service_desk_sample
from toolwright.gallery.wording import wording_of


@dataclass(frozen=True, slots=True)
class Template:
    """A ready workspace: its definitions, the people who show its roles, and what its tables hold for a moment."""

    name: str
    title: str
    summary: str
    app: str
    told: Callable[[datetime, Say], Sample]
    icon: str = "apps"
    people: Callable[[], tuple[SamplePerson, ...]] = tuple

    def definitions(self, language: str = ENGLISH) -> dict[str, str]:
        """The definition files in a language, by their path inside the workspace."""
        root = files("toolwright.gallery").joinpath(self.name, "workspace")
        return wording_of(self.name, language).definitions(dict(sorted(_texts(root, ""))))

    def sample(self, moment: datetime, language: str = ENGLISH) -> Sample:
        """What happened until that moment, as it is told in a language."""
        return self.told(moment, wording_of(self.name, language).say)


TEMPLATES: Mapping[str, Template] = {
    "service_desk": Template(
        name="service_desk",
        title="Service desk",
        summary="Tickets, assets, people and services of an IT department: a queue, a ticket page, My requests.",
        app="desk",
        icon="lifebuoy",
        people=accounts,
        told=service_desk_sample,
    ),
    "asset_inventory": Template(
        name="asset_inventory",
        title="Asset inventory",
        summary="Devices, where they are and who has them, vendors, and contracts with the day they end.",
        app="inventory",
        icon="device-desktop",
        told=inventory_sample,
    ),
    "operations": Template(
        name="operations",
        title="Changes and on-call",
        summary="The change calendar with plans and ways back, who is on call now, and what a shift hands over.",
        app="operations",
        icon="calendar-event",
        told=operations_sample,
    ),
}


def get_template(name: str) -> Template:
    """The template of that name. Raises NotFound with the nearest name."""
    template = TEMPLATES.get(name)
    if template is None:
        raise NotFound(
            phrase("There is no template '{name}'.", name=name),
            code="template.unknown",
            hint=did_you_mean(name, TEMPLATES),
        )
    return template


def _texts(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _texts(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".yaml"):
            found.append((prefix + entry.name, entry.read_text(encoding="utf-8")))
    return found
