"""Searching definitions: names before text, the place of what was found, and nobody who may not design."""

from __future__ import annotations

from tests.support.desk_app import APP, WORKSPACE

W = f"/api/v1/workspaces/{WORKSPACE}"


async def found(world, words: str) -> list[dict[str, object]]:
    answer = await world.client("admin").get(f"{W}/search", params={"text": words})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, object]] = answer.json()["items"]
    return items


async def test_what_is_called_so_comes_first(world):
    items = await found(world, "QUEUE")
    assert (items[0]["kind"], items[0]["names"], items[0]["title"], items[0]["line"]) == (
        "screen",
        [APP, "queue"],
        "Queue",
        None,
    )
    assert any(item["path"] == f"apps/{APP}/app.yaml" and item["line"] for item in items)


async def test_a_word_in_a_screen_leads_to_its_setting(world):
    (item,) = [one for one in await found(world, "Delete {{ row.title }}") if one["line"]]
    assert item["path"] == f"apps/{APP}/screens/queue.yaml"
    assert item["at"] == ["content", 1, "row_actions", 1]
    assert item["setting"] == ["on_click", 0, "confirm"]
    assert "Delete {{ row.title }}?" in str(item["excerpt"])
    text = (await world.client("admin").get(f"{W}/apps/{APP}/screens/queue")).json()["text"]
    assert "Delete {{ row.title }}" in text.splitlines()[int(str(item["line"])) - 1]


async def test_few_of_each_and_of_all(world):
    items = await found(world, "e")
    assert len(items) == 40
    lines = [item["path"] for item in await found(world, "tickets") if item["line"]]
    assert max(lines.count(path) for path in lines) == 3
    assert await found(world, "no such words anywhere") == []
    assert await found(world, "   ") == []


async def test_only_for_who_designs(world):
    for name in ("agent", "guest"):
        answer = await world.client(name).get(f"{W}/search", params={"text": "queue"})
        assert answer.status_code in (403, 404)
    assert (await world.client("nobody").get(f"{W}/search", params={"text": "queue"})).status_code == 401
    assert (await world.client("admin").get(f"{W}/search", params={"text": ""})).status_code == 400
