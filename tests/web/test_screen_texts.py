"""Screens and components as YAML text: what files have, byte for byte, and mistakes at their line."""

from __future__ import annotations

import pytest

from tests.support.desk_app import APP, WORKSPACE
from toolwright.model.files import SCREEN
from toolwright.model.screen import Screen
from toolwright.model.yaml_form import dump_yaml, load_yaml

HERE = f"/api/v1/workspaces/{WORKSPACE}"
SCREENS = f"{HERE}/apps/{APP}/screens"
BUTTON = {"label": "Close it", "kind": "button", "on_click": [{"to": "/", "do": "navigate"}]}


async def post(client, address: str, body):
    csrf = (await client.get("/api/v1/me")).json()["csrf"]
    return await client.post(address, json=body, headers={"x-csrf-token": csrf})


async def read(client, text: str, screen: str = "queue"):
    return await post(client, f"{SCREENS}/{screen}/yaml/read", {"text": text})


def canonical(text: str) -> str:
    """The text that storing a screen makes of its text."""
    return dump_yaml(Screen.model_validate(load_yaml(text, "screen").data), text)


async def test_every_screen_goes_through_its_text_byte_for_byte(world):
    client = world.client("admin")
    _, files = await world.services.workspaces.read(WORKSPACE)
    screens = [item["name"] for item in (await client.get(SCREENS)).json()["items"]]
    assert len(screens) > 3
    for name in screens:
        stored = (await client.get(f"{SCREENS}/{name}")).json()["definition"]
        text = (await post(client, f"{SCREENS}/{name}/yaml", {"definition": stored})).json()["text"]
        assert text == canonical(files[SCREEN.path_for(APP, name)])
        answer = (await read(client, text, name)).json()
        assert answer["keeps_comments"] is True
        again = await post(client, f"{SCREENS}/{name}/yaml", {"definition": answer["definition"]})
        assert again.json()["text"] == text


async def test_text_is_read_however_it_is_laid_out(world):
    text = 'path:   "/draft"\ntitle: Draft # for now\ncontent: [{text: Hello, kind: heading}]\n'
    answer = (await read(world.client("admin"), text)).json()
    assert answer == {
        "definition": {"title": "Draft", "path": "/draft", "content": [{"kind": "heading", "text": "Hello"}]},
        "keeps_comments": False,
    }
    assert list(answer["definition"]["content"][0]) == ["kind", "text"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: Draft\npath: /draft\ncontent:\n  - kind: heading\n   text: x\n", 5, "not valid YAML"),
        ("title: Draft\ntitle: Again\npath: /draft\n", 2, "given twice"),
        ("title: Draft\npath: /draft\n\ncontent:\n  - kind: headin\n    text: x\n", 5, "no component 'headin'"),
        ("title: Draft\npath: /draft\ncontent:\n  - kind: text\n    text: '{{ nobody.name }}'\n", 5, "no 'nobody'"),
        ("title: Draft\npath: /draft\nacces: admin\n", 3, "acces"),
    ],
)
async def test_mistakes_are_named_with_their_line(world, text, line, words):
    answer = await read(world.client("admin"), text)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert words in error["message"]
    assert error["where"]["line"] == line


async def test_components_are_written_as_a_list_and_read_back(world):
    client = world.client("admin")
    components = [BUTTON, {"kind": "text", "text": "one\n  two\n"}]
    text = (await post(client, f"{HERE}/components/yaml", {"components": components})).json()["text"]
    assert text == (
        "- kind: button\n  label: Close it\n  on_click: [{do: navigate, to: /}]\n"
        "- kind: text\n  text: |\n    one\n      two\n"
    )
    assert load_yaml(f"content:\n{text}", "text").data == {"content": components}
    for wrapped in (
        text,
        f"title: x\npath: /x\ncontent:\n{text}",
        "\n".join("    " + line for line in text.split("\n")),
    ):
        answer = await post(client, f"{HERE}/components/yaml/read", {"text": wrapped})
        assert answer.json() == {"components": components}
    one = await post(client, f"{HERE}/components/yaml/read", {"text": "kind: divider\n"})
    assert one.json() == {"components": [{"kind": "divider"}]}


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("just words", 422, "yaml.not_a_mapping"),
        ("- a\n- b\n", 400, "definition.no_components"),
        ("title: x\n", 400, "definition.no_components"),
        ("- kind: text\n  text: *other\n", 422, "yaml.syntax"),
    ],
)
async def test_other_text_is_not_components(world, text, status, code):
    answer = await post(world.client("admin"), f"{HERE}/components/yaml/read", {"text": text})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    lines = [error["where"]["line"] for error in answer.json()["errors"]]
    assert lines == ([] if status == 400 else [text.count("\n") or 1])


@pytest.mark.parametrize("address", [f"{SCREENS}/queue/yaml/read", f"{HERE}/components/yaml/read"])
@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("agent", 403), ("guest", 403)])
async def test_only_who_designs_reads_and_writes_text(world, address, who, status):
    text = "kind: divider" if "components" in address else "title: Draft\npath: /draft\n"
    assert (await post(world.client(who), address, {"text": text})).status_code == status
