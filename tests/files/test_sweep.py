"""The sweep: what is named stays, whatever names it; what nobody names goes once it is old; a crash loses nothing named."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.files.conftest import API, Office
from toolwright.commands.drafts import discard_draft
from toolwright.commands.operator import OPERATOR
from toolwright.commands.publish import publish
from toolwright.errors import Conflict, InvalidInput
from toolwright.extend.file_storage import FileStore
from toolwright.extend.kinds import installed_kinds
from toolwright.files import file_store
from toolwright.store.schema import upload

ROWS = f"{API}/papers/rows"


def place_of(office: Office, content: bytes) -> Path | None:
    found = [path for path in (office.home / "files" / "office").rglob("*") if path.is_file()]
    return next((path for path in found if path.read_bytes() == content), None)


def age(office: Office) -> None:
    for path in (office.home / "files").rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))


async def forget_uploads(office: Office) -> None:
    """As if they had ended long ago."""
    async with office.services.db.begin() as connection:
        await connection.execute(delete(upload))


async def test_only_what_nobody_names_goes(office: Office) -> None:
    held, left, gone, dropped, waiting = (b"held by a row", b"in history", b"in the bin", b"dropped", b"waiting")
    ids = {one: await office.uploaded("clerk", one, "a.txt") for one in (held, left, gone, dropped)}
    await office.paper(evidence=[ids[held]])
    changed, deleted = await office.paper(evidence=[ids[left]]), await office.paper(evidence=[ids[gone]])
    await office.clerk.patch(f"{ROWS}/{changed['id']}", json={"evidence": None})
    await office.clerk.delete(f"{ROWS}/{deleted['id']}")
    await forget_uploads(office)
    await office.uploaded("clerk", waiting, "a.txt")
    age(office)
    await office.uploaded("clerk", b"young", "a.txt")
    swept = await office.services.sweeper.sweep("office")
    assert place_of(office, dropped) is None
    assert all(place_of(office, one) is not None for one in (held, left, gone, waiting, b"young"))
    assert swept.removed >= 1
    again = await office.services.sweeper.sweep("office")
    assert (again.removed, again.kept) == (0, swept.kept)


async def test_what_only_a_draft_names_stays_with_it(office: Office) -> None:
    await publish(office.services, OPERATOR, "office", message="First")
    draft = {"params": {"env": "development"}}
    sent = await office.admin.post(
        f"{API}/papers/files/upload",
        params={"env": "development", "column": "evidence", "name": "a.txt"},
        content=b"drafted",
        headers={"content-type": "application/octet-stream"},
    )
    made = await office.admin.post(ROWS, json={"title": "Drafted", "evidence": [sent.json()["id"]]}, **draft)
    assert made.status_code == 201, made.text
    await forget_uploads(office)
    age(office)
    await office.services.sweeper.sweep_all()
    assert place_of(office, b"drafted") is not None
    await discard_draft(office.services, OPERATOR, "office")
    age(office)
    await office.services.sweeper.sweep_all()
    assert place_of(office, b"drafted") is None


async def test_what_cannot_be_looked_at_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.uploaded("clerk", b"of nobody", "a.txt")
    await forget_uploads(office)
    age(office)
    with monkeypatch.context() as broken:
        broken.setattr(office.services.workspaces, "names", _no_workspaces)
        with pytest.raises(Conflict, match="no definitions"):
            await office.services.sweeper.sweep("office")
    assert place_of(office, b"of nobody") is not None
    assert [one.workspace for one in await office.services.sweeper.sweep_all()] == ["office"]
    assert place_of(office, b"of nobody") is None


async def _no_workspaces() -> tuple[str, ...]:
    return ()


# --- the storage ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[FileStore]:
    made = file_store("", tmp_path, installed_kinds().storages)
    yield made
    await made.close()


async def test_a_crash_between_two_steps_of_a_removal_loses_nothing(store: FileStore, tmp_path: Path) -> None:
    source = tmp_path / "incoming"
    source.write_bytes(b"here")
    await store.put("shop/abc", source)
    aside = tmp_path / "files" / "_removed" / "shop.abc"
    aside.parent.mkdir()
    (tmp_path / "files" / "shop" / "ab" / "abc").rename(aside)  # where a crash would have left it
    assert [piece async for piece in store.read("shop/abc")] == [b"here"]
    assert [one.key async for one in store.stored("shop")] == ["shop/abc"]
    assert not aside.exists()


def test_the_address_chooses_the_storage(tmp_path: Path) -> None:
    kinds = installed_kinds().storages
    assert isinstance(file_store(f"file://{tmp_path}/a%20b", tmp_path, kinds), FileStore)
    for wrong in ("ftp://x/y", "nonsense", "file://host/x"):
        with pytest.raises(InvalidInput) as refused:
            file_store(wrong, tmp_path, kinds)
        assert refused.value.code == "files.bad_address"
