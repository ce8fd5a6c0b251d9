"""Saved views of a table over HTTP: one's own, and everyone's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Body
from toolwright.commands.saved_views import (
    FoundView,
    TableViews,
    ViewChange,
    change_view,
    delete_view,
    list_views,
    save_view,
)
from toolwright.tables.view_names import FILTER_CHARS, NAME_CHARS, SORT_CHARS, WHEN_CHARS, Part

router = api_router("/workspaces/{workspace}/tables/{table}/views", "saved views")

Column = Annotated[str, StringConstraints(max_length=NAME_CHARS)]
ViewName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class MarkBody(Body):
    """Rows, or cells of one column, that stand out where a condition holds. Of several that hold, the first counts."""

    name: str = Field("", max_length=100, description="What it means, in words.")
    when: str = Field(max_length=WHEN_CHARS, description="A condition, as in a filter.")
    tone: Literal["neutral", "blue", "green", "amber", "red", "violet"] = "amber"
    column: Column | None = Field(None, description="Whose cells; the whole row when not given.")


class GroupedBody(Body):
    """The column that rows are grouped by; dates by bucket."""

    column: Column
    bucket: Literal["day", "week", "month", "quarter", "year"] | None = None


class ViewBody(Body):
    """What a view shows and how. Columns that it does not name stand where the table has them."""

    filter: str = Field("", max_length=FILTER_CHARS)
    sort: str = Field("", max_length=SORT_CHARS, description="`-opened_at,title`")
    order: list[Column] = Field(default_factory=list, max_length=1000)
    hidden: list[Column] = Field(default_factory=list, max_length=1000)
    widths: dict[Column, int] = Field(default_factory=dict, max_length=1000, description="In pixels.")
    frozen: int = Field(0, ge=0, le=1000, description="So many columns stay while others are scrolled.")
    height: Literal["compact", "normal", "tall"] = "normal"
    group: GroupedBody | None = None
    marks: list[MarkBody] = Field(default_factory=list, max_length=20)


class NewViewBody(Body):
    """A view to keep."""

    name: ViewName
    content: ViewBody
    is_shared: bool = Field(False, description="For everyone who reads the table; that takes the right to design it.")
    is_default: bool = Field(False, description="Shown first: to everyone, or to you.")


class ViewChangeBody(Body):
    """What becomes of a view."""

    name: ViewName | None = None
    content: ViewBody | None = None
    is_shared: bool | None = None
    is_default: bool | None = None


class MissingAnswer(Answer):
    """A column that a view names and that is not there, or not for you, and the part of the view that names it."""

    column: str
    part: Part


class SavedViewAnswer(Answer):
    """A view of a table, as far as the columns that it names are there; `missing` says what was left out.

    A condition that names such a column is left out as a whole. It stays kept until the view is given another content.
    """

    id: str
    name: str
    content: ViewBody
    is_shared: bool
    is_default: bool
    missing: list[MissingAnswer]


class SavedViewsAnswer(Answer):
    """Everyone's views and your own; `may_share` says whether you may share some, and change those that are."""

    items: list[SavedViewAnswer]
    cursor: str | None = None
    may_share: bool


@router.get("")
@needs("read", "table")
async def list_saved_views(workspace: str, table: str, services: Using, actor: Me) -> SavedViewsAnswer:
    """Views of the table: everyone's and your own, by name."""
    found: TableViews = await list_views(services, actor, workspace, table)
    return SavedViewsAnswer(items=[_answer(one) for one in found.views], may_share=found.may_share)


@router.post("", status_code=201)
@needs("read", "table")
async def create_saved_view(
    workspace: str, table: str, body: NewViewBody, services: Using, actor: Me
) -> SavedViewAnswer:
    """Keep a view."""
    change = ViewChange(body.name, body.content.model_dump(), body.is_shared, body.is_default)
    return _answer(await save_view(services, actor, workspace, table, change))


@router.patch("/{view}")
@needs("read", "table")
async def change_saved_view(
    workspace: str, table: str, view: str, body: ViewChangeBody, services: Using, actor: Me
) -> SavedViewAnswer:
    """Change a view: one of your own, or everyone's if you may design the table."""
    content = None if body.content is None else body.content.model_dump()
    change = ViewChange(body.name, content, body.is_shared, body.is_default)
    return _answer(await change_view(services, actor, workspace, table, view, change))


@router.delete("/{view}", status_code=204)
@needs("read", "table")
async def delete_saved_view(workspace: str, table: str, view: str, services: Using, actor: Me) -> None:
    """Forget a view: one of your own, or everyone's if you may design the table."""
    await delete_view(services, actor, workspace, table, view)


def _answer(found: FoundView) -> SavedViewAnswer:
    view = found.view
    return SavedViewAnswer(
        id=view.id,
        name=view.name,
        content=ViewBody.model_validate(view.content),
        is_shared=view.owner is None,
        is_default=view.is_default,
        missing=[MissingAnswer(column=one.column, part=one.part) for one in found.missing],
    )
