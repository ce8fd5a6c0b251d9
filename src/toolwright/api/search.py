"""Searching the definitions of a workspace."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from toolwright.api.authorize import Me, Using, api_router, needs
from toolwright.api.wire import Answer, Items
from toolwright.commands.find_definitions import find_definitions

router = api_router("/workspaces/{workspace}/search", "definitions")


class FindAnswer(Answer):
    """A definition that is called so, or a line of its text that says so; `at` is the component it belongs to.

    `setting` is the way from that component to the setting in which it stands.
    """

    path: str
    kind: str
    names: list[str]
    title: str
    line: int | None
    excerpt: str | None
    at: list[str | int]
    setting: list[str | int]


@router.get("")
@needs("design", "workspace")
async def get_search(
    workspace: str,
    text: Annotated[str, Query(min_length=1, max_length=200, description="Words, case aside.")],
    services: Using,
    actor: Me,
) -> Items[FindAnswer]:
    """Definitions by their title or name, then lines of their text: at most 40, three of each definition."""
    found = await find_definitions(services, actor, workspace, text)
    return Items(
        items=[
            FindAnswer(
                path=one.path,
                kind=one.place.kind.name,
                names=list(one.place.names),
                title=one.title,
                line=one.line,
                excerpt=one.excerpt,
                at=list(one.at),
                setting=list(one.setting),
            )
            for one in found
        ]
    )
