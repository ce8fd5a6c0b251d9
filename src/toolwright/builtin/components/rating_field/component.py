"""A field for a number of stars."""

from __future__ import annotations

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import Declared, FieldProps, declare, described, framed
from toolwright.extend.icon import icon_svg
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.tab import in_tab


class RatingFieldProps(FieldProps):
    """How many stars there are."""

    stars: int = Field(5, ge=2, le=10, description="The most stars.", json_schema_extra=in_tab("data"))


class RatingField(Component[RatingFieldProps]):
    """See the module."""

    kind, title, group, icon = "rating_field", "Rating field", "form", "star"
    Props = RatingFieldProps

    def compile(self, props: RatingFieldProps, build: Build) -> Nodes:
        """Radio buttons that look like stars; all up to the chosen one are lit."""
        field = declare(build, props, "integer")
        none = () if field.required else self._choice(props, build, field, None)
        stars = join(*(self._choice(props, build, field, number) for number in range(1, props.stars + 1)))
        control = join('<div class="tw-stars"', described(build, props, field), ">", none, stars, "</div>")
        return framed(build, props, field, control, group=True)

    def _choice(self, props: RatingFieldProps, build: Build, field: Declared, number: int | None) -> Nodes:
        value = field.handle.value.source
        test = f"is_empty({value})" if number is None else f"text({value}) == '{number}'"
        say = build.say
        words = say("Not rated") if number is None else say("{number} of {most}", number=number, most=props.stars)
        return build.view(
            name=field.name,
            number="" if number is None else str(number),
            words=words,
            mark=join(icon_svg("star-off" if number is None else "star")),
            checked=build.when(Code(test), " checked"),
            disabled=build.when(props.read_only, " disabled"),
            required=field.required,
        )
