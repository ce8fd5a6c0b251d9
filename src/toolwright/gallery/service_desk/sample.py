"""The sample of the service desk: the same for the same hour, so that tests and pictures can rely on it."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

from toolwright.extend.translation import Say
from toolwright.gallery.sample import Sample, SampleChange, SampleComment
from toolwright.gallery.service_desk.inventory import assets, services
from toolwright.gallery.service_desk.people import people
from toolwright.gallery.service_desk.tickets import DAYS, Desk, tickets


def service_desk_sample(moment: datetime, say: Say) -> Sample:
    """Everything that happened in the service desk until the full hour before `moment`."""
    now = moment.replace(minute=0, second=0, microsecond=0)
    chance = random.Random(8400)  # noqa: S311  # believable rows, not secrets
    start = now - timedelta(days=DAYS + 10)
    stock = list(assets(chance, start, now, say))
    owners: dict[int, object] = {one.row: one.values["assigned_to_id"] for one in stock if _says_owner(one)}  # type: ignore[index]  # as asked
    owned: defaultdict[int, list[int]] = defaultdict(list)
    for asset, owner in owners.items():
        if isinstance(owner, int):
            owned[owner].append(asset)
    told = tickets(Desk(chance, now, owned, say))
    changes = [*people(chance, start, say), *services(start, now, say), *stock]
    changes += [one for one in told if isinstance(one, SampleChange)]
    return Sample(changes, [one for one in told if isinstance(one, SampleComment)])


def _says_owner(one: SampleChange) -> bool:
    return one.values is not None and "assigned_to_id" in one.values
