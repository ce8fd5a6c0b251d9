"""A search field for a table or list elsewhere on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Nodes
from toolwright.model.base import ComponentId, Expr, Model


class SearchBarProps(Model):
    """What it searches."""

    target: ComponentId = Field(description="Id of the table, repeater or chart it searches.")
    also: tuple[ComponentId, ...] = Field((), description="Ids of components over the same table that follow.")
    placeholder: Expr[str] = Field("Search", description="What can be searched for.")


class SearchBar(Component[SearchBarProps]):
    """See the module."""

    kind, title, group, icon = "search_bar", "Search field", "data", "search"
    Props = SearchBarProps
    start: ClassVar[Mapping[str, object]] = {"target": "$component"}

    def compile(self, props: SearchBarProps, build: Build) -> Nodes:
        """A form that puts the words into the address, where the target reads them."""
        search = build.steering(props.target, props.also).search
        words = build.text(build.say.own(props, "placeholder"))
        return build.view(
            "shared/search.html",
            id=build.ref("input"),
            name=search.name,
            carry=search.carry,
            value=build.text(search.value),
            label=words,
            placeholder=words,
        )
