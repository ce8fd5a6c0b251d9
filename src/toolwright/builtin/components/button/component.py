"""A button: a step people take. It is a link when all it does is lead somewhere."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from toolwright.extend.build import Build, Trigger
from toolwright.extend.component import Component, Event
from toolwright.extend.icon import IconName
from toolwright.extend.nodes import Nodes
from toolwright.model.base import Expr, Model
from toolwright.model.screen import Step
from toolwright.model.tab import in_tab


class ButtonProps(Model):
    """What it says and does."""

    label: Expr[str] = Field(description="A plain verb and its object: `Close ticket`.")
    variant: Literal["primary", "secondary", "quiet", "danger"] = Field(
        "secondary",
        description="Weight: one primary a page, danger for what cannot be undone.",
        json_schema_extra=in_tab("style"),
    )
    icon: IconName | None = Field(None, description="Name of a Tabler icon before the label.")
    icon_only: bool = Field(
        False, description="Show only the icon; the label is read out.", json_schema_extra=in_tab("style")
    )
    size: Literal["normal", "small"] = Field("normal", description="Height.", json_schema_extra=in_tab("style"))
    to: Expr[str] | None = Field(None, description="Address it leads to, instead of steps.")
    new_tab: bool = Field(False, description="Open the address in a new tab.")
    submit: bool = Field(False, description="Send the form around it; its own steps run with the form's values.")
    disabled: Expr[bool] = Field(False, description="`{{ … }}`: cannot be pressed now.")
    on_click: tuple[Step, ...] = Field((), description="What it does.")


class Button(Component[ButtonProps]):
    """See the module."""

    kind, title, group, icon = "button", "Button", "actions", "hand-click"
    Props = ButtonProps
    events: ClassVar[dict[str, Event]] = {"on_click": Event("Button is pressed")}

    def compile(self, props: ButtonProps, build: Build) -> Nodes:
        """A button or a link."""
        if props.to is not None and props.on_click:
            build.fail(("on_click",), "A button has either an address or steps.", "Put a navigate step at the end.")
        if props.icon_only and props.icon is None:
            build.fail(("icon_only",), "A button without a label needs an icon.")
        click = Trigger(exists=False)
        if props.to is None and not (props.submit and not props.on_click):
            click = build.event("click", props.on_click, on="submit" if props.submit else "button")
        href = click.href if props.to is None else build.url(props.to)
        if href is not None and props.disabled is False:
            return self._view(props, build, href=href)
        blocked = build.when(props.disabled, " disabled")
        return self._view(props, build, click=click.attributes, hidden=click.hidden, disabled=blocked)

    def _view(self, props: ButtonProps, build: Build, **given: Nodes) -> Nodes:
        values: dict[str, object] = {"href": None, "click": "", "hidden": "", "disabled": "", **given}
        return build.view(
            label=build.text(props.label),
            variant=props.variant,
            size=props.size,
            icon_name=props.icon,
            icon_only=props.icon_only,
            new_tab=props.new_tab,
            submit=props.submit,
            **values,
        )
