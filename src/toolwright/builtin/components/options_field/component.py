"""A field to choose one or several of a fixed set."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.build import Build
from toolwright.extend.component import Component
from toolwright.extend.control import Declared, FieldProps, attributes, column_of, declare, described, framed
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.extend.tone import option_label
from toolwright.model.tab import in_tab
from toolwright.model.table import Option


class OptionsFieldProps(FieldProps):
    """The set, and how one chooses."""

    options: tuple[str | Option, ...] = Field(
        (), description="The options; the column's when empty.", json_schema_extra=in_tab("data")
    )
    multiple: bool = Field(False, description="Several can be chosen.", json_schema_extra=in_tab("data"))
    style: Literal["select", "radio"] = Field(
        "select",
        description="A list that opens, or all options in sight: radio buttons, boxes when several.",
        json_schema_extra=in_tab("style"),
    )


class OptionsField(Component[OptionsFieldProps]):
    """See the module."""

    kind, title, group, icon = "options_field", "Options field", "form", "select"
    Props = OptionsFieldProps
    start: ClassVar[Mapping[str, object]] = {"options": ["First", "Second"]}

    def compile(self, props: OptionsFieldProps, build: Build) -> Nodes:
        """A select, radio buttons or check boxes."""
        options = self._options(props, build)
        if not options:
            build.fail(("options",), "There is nothing to choose.", "Give options, or a table whose column has them.")
        field = declare(build, props, "list" if props.multiple else "text", multiple=props.multiple)
        if props.multiple or props.style == "radio":
            return framed(build, props, field, self._open(props, build, field, options), group=True)
        return framed(build, props, field, self._select(props, build, field, options))

    def _options(self, props: OptionsFieldProps, build: Build) -> tuple[Option, ...]:
        given = tuple(
            Option(value=item, label=None, tone=None) if isinstance(item, str) else item for item in props.options
        )
        if given:
            return given
        _table, column = column_of(build, props)
        return column.options if column is not None else ()

    def _select(self, props: OptionsFieldProps, build: Build, field: Declared, options: tuple[Option, ...]) -> Nodes:
        value = field.handle.value.source
        known = [option.value for option in options]
        other = Code(f"not is_empty({value}) and text({value}) not in {known!r}")
        items = join(
            *(
                join(
                    f'<option value="{escape(option.value)}"',
                    build.when(Code(f"text({value}) == {option.value!r}"), " selected"),
                    f">{escape(option_label(option))}</option>",
                )
                for option in options
            )
        )
        return build.view(
            attributes=attributes(build, props, field, lock="disabled"),
            empty=self._empty(props, build, field),
            other=build.when(other, build.view("other.html", value=build.text(field.handle.value))),
            items=items,
        )

    def _empty(self, props: OptionsFieldProps, build: Build, field: Declared) -> Nodes:
        """The choice of nothing: not offered for a column that holds a value already and must have one."""
        column = field.column
        always = column is not None and not column.nullable
        say = build.say
        word = say("Choose") if field.required else say("Default") if always else say("None")
        option = join('<option value="">', build.text(props.placeholder or word), "</option>")
        return build.when(Code(f"is_empty({field.handle.value.source})"), option) if always else option

    def _open(self, props: OptionsFieldProps, build: Build, field: Declared, options: tuple[Option, ...]) -> Nodes:
        kind = "checkbox" if props.multiple else "radio"
        boxes = join(*(self._box(props, build, field, option, kind) for option in options))
        none = f'<input type="hidden" name="{field.name}" value="">' if props.multiple else ""
        return join('<div class="tw-choices" data-inline', described(build, props, field), ">", none, boxes, "</div>")

    def _box(self, props: OptionsFieldProps, build: Build, field: Declared, option: Option, kind: str) -> Nodes:
        value = field.handle.value.source
        test = f"{option.value!r} in ({value} or [])" if props.multiple else f"text({value}) == {option.value!r}"
        must = " required" if field.required and not props.multiple else ""
        return join(
            f'<label class="tw-choice"><input type="{kind}" name="{field.name}" value="{escape(option.value)}"{must}',
            build.when(Code(test), " checked"), build.when(props.read_only, " disabled"),
            f"><span>{escape(option_label(option))}</span></label>",
        )  # fmt: skip
