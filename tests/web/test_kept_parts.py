"""Parts of pages that are kept between requests: nobody gets another person's, and what changes shows at once."""

from __future__ import annotations

import re

import httpx

from tests.support import desk_app
from toolwright.commands.assign_roles import assign_roles
from toolwright.commands.change_definition import put_definition, read_definition
from toolwright.commands.list_users import list_users
from toolwright.commands.operator import OPERATOR
from toolwright.model.files import APP

BASE = "/apps/support/desk"


async def frame(client: httpx.AsyncClient, path: str = "/") -> str:
    """What stands before the content of a page."""
    answer = await client.get(f"{BASE}{path}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text.split("<main")[0]


def links(html: str) -> list[str]:
    return re.findall(r'<li><a class="tw-nav-link"[^>]*>.*?<span>([^<]*)</span></a>', html)


async def test_everybody_gets_their_own_navigation(world) -> None:
    shown = {
        "admin": ["Queue", "Counter", "Bosses"],
        "agent": ["Queue", "Counter"],
        "guest": ["Queue", "Counter"],
    }
    for name in ("admin", "agent", "guest", "admin", "guest"):
        html = await frame(world.client(name))
        assert links(html) == shown[name]
        assert f"{name}@example.org" in html
        assert not any(f"{other}@example.org" in html for other in shown if other != name)


async def test_tokens_of_forms_are_of_the_session_that_asks(world) -> None:
    found = {}
    for name in ("admin", "agent", "admin", "agent"):
        html = (await world.client(name).get(f"{BASE}/")).text
        tokens = set(re.findall(r'name="_csrf" value="([^"]+)"', html))
        tokens |= set(re.findall(r'name="tw-csrf" content="([^"]+)"', html))
        assert len(tokens) == 1
        found[name] = tokens
    assert found["admin"].isdisjoint(found["agent"])


async def test_the_present_screen_is_marked_on_each(world) -> None:
    agent = world.client("agent")
    for path, name in (("/", "Queue"), ("/counter", "Counter"), ("/", "Queue")):
        html = await frame(agent, path)
        assert re.findall(r'aria-current="page">.*?<span>([^<]*)<', html) == [name]


async def test_a_role_taken_or_given_shows_with_the_next_page(world) -> None:
    people = {user.email: user.id for user in await list_users(world.services, OPERATOR)}
    person = people["guest@example.org"]
    for roles, expected in ((("admin",), ["Queue", "Counter", "Bosses"]), (("guest",), ["Queue", "Counter"])):
        await assign_roles(world.services, OPERATOR, person, workspace=desk_app.WORKSPACE, roles=roles)
        assert links(await frame(world.client("guest"))) == expected


async def test_a_changed_navigation_shows_with_the_next_page(world) -> None:
    before = await read_definition(world.services, OPERATOR, desk_app.WORKSPACE, APP, "desk")
    assert links(await frame(world.client("agent"))) == ["Queue", "Counter"]
    navigation = [{"label": "Everything", "screen": "queue"}]
    changed = {**before.data, "navigation": navigation}
    await put_definition(world.services, OPERATOR, desk_app.WORKSPACE, APP, ("desk",), changed)
    assert links(await frame(world.client("agent"))) == ["Everything"]
