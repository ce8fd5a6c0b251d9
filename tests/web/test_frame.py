"""What surrounds the content: long navigations, the menu of the person, and the components that take their place."""

from __future__ import annotations

import re

import httpx
import pytest

BASE = "/apps/support"


def links(html: str) -> list[str]:
    """The texts of the links of navigations."""
    return re.findall(r'<a class="tw-nav-link" href="[^"]*"[^>]*>.*?<span>([^<]*)</span></a>', html)


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(f"{BASE}/{path}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


async def test_a_long_navigation_has_a_search(world) -> None:
    html = await page(world.client("agent"), "long/")
    assert "data-tw-filter" in html
    assert len([text for text in links(html) if text.startswith("Table")]) == 90
    assert "Secret table" not in html
    assert "data-tw-filter" not in await page(world.client("agent"), "desk/")


async def test_the_search_works_by_the_address(world) -> None:
    html = await page(world.client("agent"), "long/?_nav=TABLE+7&at=3")
    assert [text for text in links(html) if text.startswith("Table")] == [
        "Table 7",
        *(f"Table {n}" for n in range(70, 80)),
    ]
    assert "Group 1" not in html
    assert '<input type="hidden" name="at" value="3">' in html
    nothing = await page(world.client("agent"), "long/?_nav=secret")
    assert "Nothing found</p>" in nothing
    assert 'role="status" hidden>Nothing found' not in nothing
    assert "Secret table" in await page(world.client("admin"), "long/?_nav=secret")


async def test_a_long_one_at_the_top_opens_from_the_side(world) -> None:
    assert 'data-nav="top" data-drawer' in await page(world.client("agent"), "long_top/")
    assert "data-drawer" not in await page(world.client("agent"), "long/")


async def test_only_the_nearest_screen_is_the_present_one(world) -> None:
    html = await page(world.client("agent"), "desk/explore")
    assert re.findall(r'tw-nav-link" href="[^"]*" aria-current="page">.*?<span>([^<]*)<', html) == ["Queue"]


async def test_screens_bring_their_own_frame(world) -> None:
    html = await page(world.client("agent"), "kiosk/")
    assert 'data-nav="none"' in html
    assert 'class="tw-bar"' not in html
    assert links(html)[-2:] == ["Board", "Desk"]
    assert 'action="/sign-out"' in html
    assert re.search(r'<a class="tw-nav-link" href="/apps/support/kiosk/" aria-current="page">', html)


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(world) -> None:
    html = await page(world.client("nobody"), "kiosk/")
    assert 'href="/sign-in?next=%2Fapps%2Fsupport%2Fkiosk%2F"' in html
    assert links(html) == ["Board"]
    html = await page(world.client("nobody"), "kiosk/rooms/a%20b%3Fc")
    assert 'href="/sign-in?next=%2Fapps%2Fsupport%2Fkiosk%2Frooms%2Fa%2520b%253Fc"' in html


async def test_the_navigation_component_searches_by_the_address(world) -> None:
    html = await page(world.client("agent"), "kiosk/?places.search=BOA")
    assert links(html)[-1:] == ["Board"]
    assert "Desk</span></a>" not in html


async def test_the_way_leads_through_the_screens_above(world) -> None:
    html = await page(world.client("agent"), "desk/explore")
    trail = re.search(r'<nav class="tw-breadcrumbs".*?</nav>', html, re.DOTALL)
    assert trail is not None
    assert re.findall(r"<li>(?:<a href=\"([^\"]*)\">|<span aria-current=\"page\">)([^<]*)", trail.group()) == [
        ("/apps/support/desk/", "Queue"), ("", "Explore"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["agent", "guest"])
async def test_one_bar_filters_list_figure_and_chart(world, who: str) -> None:
    html = await page(world.client(who), "desk/explore?found.f.status=closed")
    open_ones = await page(world.client(who), "desk/explore?found.f.status=open&found.f.urgent=true")
    if who == "guest":  # sees only open ones, and no secret notes
        assert "No tickets" in html or ">0 tickets<" in html
        assert "Secret note" not in html
    else:
        assert ">40 tickets<" in html
        assert ">Ticket 3<" in html
        assert ">Ticket 2<" not in html
    assert ">40 tickets<" in open_ones
    assert re.search(r"tw-stat-value[^>]*>40<", open_ones)
    assert '<th scope="row"' not in open_ones or "Closed</th>" not in open_ones


async def test_pages_and_sizes_of_rows_elsewhere(world) -> None:
    html = await page(world.client("agent"), "desk/explore")
    assert ">120 tickets<" in html
    assert re.search(r'aria-current="true" aria-label="10 rows"', html)
    following = re.search(r'rel="next" href="([^"]*)"', html)
    assert following is not None
    second = await page(world.client("agent"), f"desk/explore{following.group(1).replace('&amp;', '&')}")
    assert ">Ticket 11<" in second
    assert ">Ticket 9<" not in second
    larger = await page(world.client("agent"), "desk/explore?found.limit=50")
    assert re.search(r'aria-current="true" aria-label="50 rows"', larger)
    assert ">Ticket 50<" in larger


async def test_a_changed_filter_draws_what_follows(world) -> None:
    headers = {"accept": "application/vnd.toolwright.regions+json", "x-tw-from": ""}
    answer = await world.client("agent").get(f"{BASE}/desk/explore?found.f.status=closed", headers=headers)
    drawn = " ".join(answer.json()["regions"].values())
    assert ">40 tickets<" in drawn
    assert "tw-stat" in drawn
    assert "tw-chart" in drawn
    assert "<h1" not in drawn
