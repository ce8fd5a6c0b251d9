"""Assets that are still being compressed when somebody asks for them."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import pytest

from toolwright.extend.kinds import installed_kinds
from toolwright.web.assets import Asset, Assets, Compressed, _with_shared


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


def test_what_islands_share_is_part_of_each_that_imports_it_and_once() -> None:
    assets = Assets(installed_kinds())
    script = assets.get(assets.address("island-relation_field.js").removeprefix("/assets/")).plain.decode()
    assert "@shared/" not in script
    assert script.count("function markInvalid(") == 1
    assert (
        _with_shared("import { markInvalid } from '@shared/refusal.js';\n" * 2, set()).count("function markInvalid(")
        == 1
    )
