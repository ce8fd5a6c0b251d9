"""Uploads on both databases: whose they are, how much may wait, and when they end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from toolwright import clock
from toolwright.errors import LimitReached
from toolwright.ids import new_id
from toolwright.store import Database
from toolwright.store.uploads import KEPT, LATE, Upload, UploadRepository

GB = 1_000_000_000


def made(owner: str | None = "anna", workspace: str = "shop", size: int = 3 * GB, sha256: str | None = None) -> Upload:
    return Upload(
        id=new_id(),
        workspace=workspace,
        owner=owner,
        name="plan.pdf",
        size=size,
        type="application/pdf",
        sha256=sha256,
        place="papers.plan",
        expires_at=clock.now() + KEPT,
    )


async def test_uploads_are_found_by_whom_they_belong_to(store: Database) -> None:
    uploads = UploadRepository(store)
    mine, anonymous, elsewhere = made(), made(owner=None), made(workspace="desk", size=1)
    for one in (mine, anonymous, elsewhere):
        await uploads.add(one, most_bytes=4 * GB)
    every = [one.id for one in (mine, anonymous, elsewhere)]
    assert await uploads.find("shop", "anna", every) == {mine.id: mine}
    assert await uploads.find("shop", None, every) == {anonymous.id: anonymous}
    assert await uploads.find("shop", "ben", every) == {}
    assert await uploads.find("shop", "anna", []) == {}
    await uploads.finish(mine.id, "text/plain", "a" * 64)
    assert (await uploads.find("shop", "anna", every))[mine.id].sha256 == "a" * 64
    assert await uploads.contents("shop") == {"a" * 64}
    with pytest.raises(LimitReached) as refused:
        await uploads.add(made(size=2 * GB), most_bytes=4 * GB)
    assert refused.value.code == "file.too_much_waiting"
    await uploads.remove(mine.id)
    await uploads.add(made(size=2 * GB), most_bytes=4 * GB)
    assert await uploads.find("shop", "anna", every) == {}


async def test_uploads_end_and_their_content_stays_a_moment_longer(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads, one = UploadRepository(store), made(sha256="b" * 64)
    await uploads.add(one, most_bytes=4 * GB)
    now = clock.now()
    for spent, is_found, is_kept in (
        (KEPT - timedelta(minutes=1), True, True),
        (KEPT + timedelta(minutes=1), False, True),
        (KEPT + LATE + timedelta(minutes=1), False, False),
    ):
        monkeypatch.setattr(clock, "now", lambda moment=now + spent: moment)
        assert bool(await uploads.find("shop", "anna", [one.id])) == is_found
        assert bool(await uploads.contents("shop")) == is_kept
    await uploads.add(made(size=4 * GB), most_bytes=4 * GB)
