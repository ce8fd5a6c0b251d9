"""Files through the data plane, on both databases: completed from uploads, kept by history, found by what they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path

import pytest

from tests.peers.fixture import Database
from tests.rows.internal import in_file, internal_rows
from toolwright.builtin.datasources.postgres.connector import Postgres
from toolwright.errors import InvalidInput, NotFound
from toolwright.extend.attachment import NAMES_CONTENT, FileReference, contents_named
from toolwright.extend.checking import load_workspace
from toolwright.extend.datasource import Limits
from toolwright.extend.journal import JournalLink, JournalQuery
from toolwright.extend.kinds import installed_kinds
from toolwright.model.source import DataSource
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor
from toolwright.rows import RowQuery, Rows

TABLE = """\
title: Papers
columns:
  - {name: title, kind: text, required: true}
  - {name: plan, kind: attachment, settings: {max_mb: 1, types: [application/pdf]}}
  - {name: pages, kind: attachments, settings: {at_most: 2}}
  - {name: photo, kind: image}
  - {name: signed, kind: signature}
"""
ANNA, BEN = (Actor("user", name, f"{name}@example.org", name, is_admin=True) for name in ("anna", "ben"))
IDS = [f"01kb00000000000000000000{n:02}" for n in range(9)]


class Waiting:
    """Uploads of one person: every id is a file of its own."""

    async def uploaded(self, workspace: str, actor: Actor, ids: Collection[str]) -> Mapping[str, FileReference]:
        assert workspace == "shop"
        return {one: file(one) for one in ids if actor is ANNA}

    async def lost(self, workspace: str, contents: Collection[str]) -> frozenset[str]:
        """The content of the third."""
        assert workspace == "shop"
        return frozenset(contents) & {"3" * 64}


def file(id_: str) -> FileReference:
    return FileReference(id_, f"plan {id_[-1]}.pdf", "application/pdf", int(id_[-1]) * 400_000, id_[-1] * 64)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer)])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> DataSource:
    if request.param == "sqlite":
        return in_file(tmp_path / "_production.db")
    database: Database = request.getfixturevalue("postgres_database")
    made = Postgres().settings_from_url(database.url).model_copy(update={"schemas": ("shop_production",)})
    return DataSource(title="Built-in", kind="postgres", settings=made.model_dump(mode="json", exclude_defaults=True))


@pytest.fixture(scope="module")
def shop() -> Workspace:
    return load_workspace("shop", {"workspace.yaml": "title: Shop\n", "tables/papers.yaml": TABLE}, installed_kinds())


@pytest.fixture
async def rows(source: DataSource, shop: Workspace) -> AsyncIterator[Rows]:
    async with internal_rows(source, shop, Waiting()) as made:
        yield made


async def test_files_are_completed_kept_and_found(rows: Rows, shop: Workspace) -> None:
    row = await rows.create(ANNA, shop, "papers", {"title": "one", "plan": IDS[1], "pages": [IDS[3], {"id": IDS[4]}]})
    assert row.values["plan"] == file(IDS[1]).to_wire()
    assert row.values["pages"] == [file(IDS[3]).to_wire(), file(IDS[4]).to_wire()]
    other = await rows.create(ANNA, shop, "papers", {"title": "two"})
    for text, wanted in {
        "plan is none": [other.id],
        "plan is not none and len(pages) == 2": [row.id],
        "plan.name == 'plan 1.pdf'": [row.id],
        "any(one.size > 1_500_000 for one in pages or [])": [row.id],
        "pages == None": [other.id],
    }.items():
        page = await rows.list(BEN, shop, "papers", RowQuery(filter=text, ids=True, fields=("id", "plan")))
        assert page.ids == wanted, text
    # What the row holds already, anybody who may write it may leave there or move within it; nothing else.
    kept = await rows.update(BEN, shop, "papers", row.id, {"pages": [IDS[4]]})
    assert kept.values["pages"] == [file(IDS[4]).to_wire()]
    await rows.delete(ANNA, shop, "papers", row.id)
    gone = (await rows.deleted(BEN, shop, "papers"))[0]
    back = await rows.restore(BEN, shop, "papers", row.id, gone.number)
    assert back.values["pages"] == [file(IDS[4]).to_wire()]
    assert (await rows.file(BEN, shop, "papers", row.id, "plan", IDS[1])) == file(IDS[1])
    with pytest.raises(NotFound):
        await rows.file(BEN, shop, "papers", row.id, "pages", IDS[1])


async def test_a_file_that_was_taken_out_can_be_given_back(rows: Rows, shop: Workspace) -> None:
    """By whoever sees in the history of the row that it was there; to no other row, and not once it is lost."""
    row = await rows.create(ANNA, shop, "papers", {"title": "one", "plan": IDS[1], "pages": [IDS[2], IDS[4]]})
    await rows.update(ANNA, shop, "papers", row.id, {"plan": None, "pages": [IDS[4]]})
    back = await rows.update(BEN, shop, "papers", row.id, {"plan": IDS[1], "pages": [IDS[2], {"id": IDS[4]}]})
    assert back.values["plan"] == file(IDS[1]).to_wire()
    assert back.values["pages"] == [file(IDS[2]).to_wire(), file(IDS[4]).to_wire()]
    lost = await rows.create(ANNA, shop, "papers", {"title": "two", "pages": [IDS[3]]})
    await rows.update(BEN, shop, "papers", lost.id, {"pages": None})
    for gone in (IDS[1], IDS[3]):
        with pytest.raises(InvalidInput) as refused:
            await rows.update(BEN, shop, "papers", lost.id, {"pages": [gone]})
        assert [error.code for error in refused.value.errors] == ["no_upload"]


@pytest.mark.parametrize(
    ("actor", "values", "code"),
    [
        (BEN, {"plan": IDS[1]}, "no_upload"),
        (BEN, {"plan": file(IDS[1]).to_wire()}, "no_upload"),
        (ANNA, {"plan": IDS[5]}, "too_large"),
        (ANNA, {"photo": IDS[1]}, "wrong_type"),
        (ANNA, {"pages": IDS[1:4]}, "too_many"),
        (ANNA, {"pages": ["plan.pdf"]}, "invalid"),
    ],
)
async def test_files_that_do_not_fit_are_refused_at_their_field(
    rows: Rows, shop: Workspace, actor: Actor, values: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await rows.create(actor, shop, "papers", {"title": "x", **values})
    assert [(error.field, error.code) for error in refused.value.errors] == [(next(iter(values)), code)]


async def test_the_journal_tells_which_entries_name_content(rows: Rows, shop: Workspace) -> None:
    row = await rows.create(ANNA, shop, "papers", {"title": "one", "pages": [IDS[3]]})
    for number in range(3):
        await rows.create(ANNA, shop, "papers", {"title": f"none {number}"})
    await rows.update(ANNA, shop, "papers", row.id, {"pages": None, "plan": IDS[2]})
    async with rows.desk.links.use(shop, None) as link:
        assert isinstance(link, JournalLink)
        query = JournalQuery(shop.tables["papers"], after=0, mentions=NAMES_CONTENT)
        entries = await link.journal(query, Limits())
    assert {entry.row_id for entry in entries} == {int(row.id)}
    assert contents_named([(entry.before, entry.after) for entry in entries]) == {"3" * 64, "2" * 64}
