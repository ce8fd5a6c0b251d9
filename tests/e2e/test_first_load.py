"""What the first load of a page costs: at most 8 requests and 60 KiB (DESIGN §13)."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

MAX_REQUESTS, MAX_KIB = 8, 60


def test_first_load_is_small(site):
    page = site.context("agent").new_page()
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    client.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    client.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto("/apps/support/desk/", wait_until="load")
    page.wait_for_timeout(500)
    for request, size in sizes.items():
        print(f"{size / 1024:6.1f} KiB  {names[request].partition('/')[2]}")
    print(f"first load: {len(sizes)} requests, {sum(sizes.values()) / 1024:.1f} KiB")
    assert len(sizes) <= MAX_REQUESTS
    assert sum(sizes.values()) / 1024 <= MAX_KIB
