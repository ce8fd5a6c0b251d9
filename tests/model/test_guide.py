"""The guide's example is a workspace that loads, and its files are in the form it describes."""

from __future__ import annotations

import re
from pathlib import Path

from toolwright.commands.check_screens import check_folder
from toolwright.extend.kinds import installed_kinds
from toolwright.model.files import FILE_KINDS, json_schemas
from toolwright.model.yaml_form import canonical_text

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "definitions.md"


def files() -> dict[str, str]:
    return dict(re.findall(r"`([\w./]+\.yaml)`\n```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))


def test_the_example_loads() -> None:
    found = files()
    assert len(found) == 6
    workspace = check_folder("service_desk", found, installed_kinds())
    assert list(workspace.apps["desk"].screens) == ["queue"]


def test_the_example_is_canonical() -> None:
    for path, text in files().items():
        assert canonical_text(text, path) == text, path


def test_every_kind_of_file_has_a_described_schema() -> None:
    schemas = json_schemas()
    assert set(schemas) == {kind.name for kind in FILE_KINDS}
    for name, schema in schemas.items():
        assert schema["description"], name
