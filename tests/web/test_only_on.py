"""Components for one width of screen: marked in the page, hidden by its styles, and round-tripping as the first words."""

from __future__ import annotations

from tests.support.desk_app import APP, WORKSPACE
from tests.web.test_modules import BASE, put

W = f"/api/v1/workspaces/{WORKSPACE}"


async def test_it_stands_in_a_part_of_its_own_and_in_the_file(world):
    content = [
        {"text": "Small", "only_on": "phone", "kind": "text", "access": "basic"},
        {"kind": "text", "text": "Large", "only_on": "desktop", "show_if": "{{ query.x != 'y' }}"},
        {"kind": "text", "text": "Both"},
    ]
    answer = await put(world, f"apps/{APP}/screens/widths", {"title": "Widths", "path": "/widths", "content": content})
    assert answer.status_code == 200, answer.text
    assert "- kind: text\n    access: basic\n    only_on: phone\n    text: Small\n" in answer.json()["text"]
    page = (await world.client("agent").get(f"{BASE}/widths")).text
    assert '<tw-region data-only="phone">' in page
    assert '<tw-region data-only="desktop">' in page
    assert page.count("data-only") == 2
    content[0]["only_on"] = "watch"
    wrong = await put(world, f"apps/{APP}/screens/widths", {"title": "Widths", "path": "/widths", "content": content})
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]["path"]) == (422, ["content", 0, "only_on"])
