"""Event runs: what the last events of somebody who designs did, and why, and to nobody else."""

from __future__ import annotations

import pytest_asyncio

from tests.support.desk_app import APP, WORKSPACE
from tests.web.test_events import post
from tests.web.test_modules import W, put, remove
from toolwright import clock
from toolwright.render.event_runs import KEPT, MAX_PEOPLE, EventRun, EventRuns
from toolwright.render.shown import CUT, LONGEST, MOST, shown

FILE = f"apps/{APP}/screens/steps.yaml"
CREATE = f"apps/{APP}/screens/create.yaml"
MODULE = "modules/raise.yaml"
RAISE = {
    "title": "Raise",
    "settings": [{"name": "what", "label": "What", "type": "text", "default": "it"}],
    "content": [
        {
            "kind": "button",
            "id": "go",
            "label": "Raise",
            "on_click": [{"do": "notify", "text": "Raised {{ settings.what }}"}],
        }
    ],
}
SCREEN = {
    "title": "Steps",
    "path": "/steps",
    "state": {"level": 2, "name": "Ada"},
    "content": [
        {"kind": "heading", "text": "Level {{ state.level }}"},
        {
            "kind": "card",
            "content": [
                {
                    "kind": "button",
                    "id": "go",
                    "label": "Go",
                    "on_click": [
                        {"do": "set_state", "name": "level", "value": "{{ state.level + 1 }}"},
                        {"do": "notify", "text": "High", "if": "state.level > 5 and state.name == 'Ada'"},
                        {"do": "notify", "text": "Now {{ state.level }}", "id": "told"},
                        {"do": "notify", "text": "{{ 1 / 0 }}", "if": "state.level == 3"},
                        {"do": "close"},
                    ],
                }
            ],
        },
        {"kind": "module", "id": "one", "module": "raise", "values": {"what": "the flag"}},
    ],
}


@pytest_asyncio.fixture(scope="module", autouse=True)
async def made(world):
    for address, definition in (("modules/raise", RAISE), (f"apps/{APP}/screens/steps", SCREEN)):
        answer = await put(world, address, definition)
        assert answer.status_code == 200, answer.text


async def runs(world, file: str | None = None, person: str = "admin"):
    answer = await world.client(person).get(f"{W}/event-runs", params={} if file is None else {"file": file})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_each_step_says_what_became_of_it_and_why(world):
    await post(world, "admin", "go.click", "/steps")
    run = (await runs(world, FILE))[0]
    assert (run["at"], run["name"], run["ended"]) == (["content", 1, "content", 0], "click", "failed")
    assert [(step["do"], step["state"]) for step in run["steps"]] == [
        ("set_state", "done"),
        ("notify", "skipped"),
        ("notify", "done"),
        ("notify", "failed"),
        ("close", "not_reached"),
    ]
    first, skipped, told, failed, _ = run["steps"]
    assert first["inputs"] == {"name": "level", "value": 3}
    assert first["at"] == ["content", 1, "content", 0, "on_click", 0]
    assert first["file"] == FILE
    assert skipped["condition"] == "state.level > 5 and state.name == 'Ada'"
    assert skipped["reads"] == {"state.level": 3, "state.name": "Ada"}
    assert skipped["inputs"] is None
    assert told["inputs"] == {"text": "Now 3"}
    assert run["fault"] == failed["fault"]
    assert failed["fault"] == "Division by zero."
    assert run["changed"] == [["state", "level"]]
    assert run["drawn"] == [["content", 0]]
    assert next(effect["text"] for effect in run["effects"] if effect["do"] == "notify") == "Now 3"
    assert run["took_ms"] >= sum(step["took_ms"] for step in run["steps"]) - 1


async def test_forms_that_came_back_and_questions_are_told(world):
    await post(world, "admin", "create.submit", "/new", title="", amount="a lot")
    refused = (await runs(world, CREATE))[0]
    assert refused["ended"] == "refused"
    assert set(refused["messages"]) == {"title", "amount"}
    assert {step["state"] for step in refused["steps"]} == {"not_reached"}

    await post(world, "admin", "delete_ticket.click:110", _confirmed="")
    asked = (await runs(world))[0]
    assert (asked["ended"], asked["question"]) == ("asked", "Delete Ticket 110?")

    await post(world, "admin", "create.submit", "/new", title="A title", status="open")
    done = (await runs(world, CREATE))[0]
    assert done["ended"] == "done"
    assert done["given"]["form"]["title"] == "A title"
    assert done["steps"][0]["result"]["row"]["title"] == "A title"


async def test_an_element_that_is_gone_is_told(world):
    assert (await post(world, "admin", "nothing.click", "/steps")).status_code == 409
    run = (await runs(world, FILE))[0]
    assert (run["ended"], run["at"], run["steps"]) == ("failed", [], [])
    assert run["fault"] == "This is no longer on the page."


async def test_steps_of_a_module_say_so(world):
    await post(world, "admin", "one__go.click", "/steps")
    run = (await runs(world, MODULE))[0]
    assert (run["file"], run["at"]) == (FILE, ["content", 2])
    assert [(step["file"], step["at"]) for step in run["steps"]] == [(MODULE, ["content", 0, "on_click", 0])]
    assert run["steps"][0]["inputs"] == {"text": "Raised the flag"}
    assert all(run["file"] == FILE for run in await runs(world, MODULE))


async def test_only_who_designs_is_told_of_their_own(world):
    await remove(world, "event-runs")
    assert await runs(world) == []
    await post(world, "agent", "go.click", "/steps")
    assert await runs(world) == []
    users = world.services.event_runs
    assert [key for key in users._kept if key[0] == WORKSPACE] == []
    for person, status in (("agent", 403), ("guest", 403), ("nobody", 401)):
        assert (await world.client(person).get(f"{W}/event-runs")).status_code == status


async def test_they_are_told_in_the_language_of_whoever_asks(world):
    await post(world, "admin", "nothing.click", "/steps")
    answer = await world.client("admin").get(f"{W}/event-runs", headers={"accept-language": "de"})
    assert answer.json()["items"][0]["fault"] == "Das steht nicht mehr auf der Seite."


def test_no_more_are_kept_than_are_looked_at():
    kept = EventRuns()
    for person in range(MAX_PEOPLE + 1):
        for number in range(KEPT + 1):
            kept.add("desk", f"person-{person}", _run(f"{number}"))
    assert kept.of("desk", "person-0") == []
    assert [run.id for run in kept.of("desk", f"person-{MAX_PEOPLE}")] == [f"{n}" for n in range(KEPT, 0, -1)]
    kept.clear("desk", f"person-{MAX_PEOPLE}")
    assert kept.of("desk", f"person-{MAX_PEOPLE}") == []


def _run(identity: str) -> EventRun:
    return EventRun(identity, clock.now(), FILE, (), "click", "done")


def test_what_is_shown_is_cut():
    assert shown({"a": [1, 2.5, None, True], "b": ("x",)}) == {"a": [1, 2.5, None, True], "b": ["x"]}
    assert shown("x" * (LONGEST + 1)) == "x" * LONGEST + CUT
    many = shown(list(range(10_000)))
    assert len(many) <= MOST + 1
    assert many[-1] == CUT
    wide = shown({str(number): list(range(1000)) for number in range(1000)})
    assert sum(len(one) for one in wide.values() if isinstance(one, list)) <= MOST + 1
    deep: object = "end"
    for _ in range(50):
        deep = [deep]
    assert "end" not in repr(shown(deep))
