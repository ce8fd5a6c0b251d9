"""A search field for a table or list elsewhere on the screen."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.nodes import Carry, Code, Nodes
from toolwright.model.base import Expr, Model, Name


class SearchBarProps(Model):
    """What it searches."""

    target: Name = Field(description="Id of the table or repeater it searches.")
    placeholder: Expr[str] = Field("Search", description="What can be searched for.")


class SearchBar(Component[SearchBarProps]):
    """See the module."""

    kind, title, group, icon = "search_bar", "Search field", "data", "search"
    Props = SearchBarProps

    def compile(self, props: SearchBarProps, build: Build) -> Nodes:
        """A form that puts the words into the address, where the target reads them."""
        name = f"{props.target}.search"
        return build.view(
            id=build.ref("input"),
            name=name,
            carry=(Carry((name, f"{props.target}.after")),),
            value=build.text(Code(f"query[{name!r}]")),
            placeholder=build.text(props.placeholder),
        )
