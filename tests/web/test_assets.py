"""Assets that are still being compressed when somebody asks for them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import pytest

from toolwright.web.assets import Asset, Compressed


async def test_who_goes_away_while_it_is_compressed_takes_it_from_nobody() -> None:
    packing: Future[Compressed] = Future()
    asset = Asset("text/css", b"plain", packing)
    leaving = asyncio.create_task(asset.answer("br"))
    staying = asyncio.create_task(asset.answer("gzip, br"))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    packing.set_result(Compressed(b"small", b"zipped"))
    answer = await staying
    assert answer.headers["content-encoding"] == "br"
    assert answer.body == b"small"
    assert (await asset.answer("")).body == b"plain"
