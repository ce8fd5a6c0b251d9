"""Guard: refuses nodes that would put a value where escaping does not protect.

The HTML of a whole screen is followed once, when it is compiled, through text, tags, attributes and comments. A value
may stand in text and in quoted attributes; in addresses only in a form that checks the scheme; never in scripts,
styles, event handlers, or names of tags and attributes. Both ways of a condition must end at the same place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from toolwright.errors import PluginFault, phrase
from toolwright.extend import nodes as ir
from toolwright.extend.nodes import Node, Nodes
from toolwright.render.form import ELEMENT_FORMS, WRITERS

Place = Literal["text", "tag", "name", "after_name", "before_value", "value", "comment", "raw"]
URL_ATTRIBUTES = frozenset({
    "href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping", "manifest", "xlink:href",
})  # fmt: skip
_FORBIDDEN = frozenset({"style", "srcdoc", "srcset"})
_RAW = frozenset({"script", "style", "iframe", "noscript", "noembed", "xmp", "plaintext", "template"})
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_NAME, _BARE_VALUE = re.compile(r"[^\s=>/\"']*"), re.compile(r"[^\s>]*")
_KEPT_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class State:
    """Where in the HTML we are. `begun` tells whether the value of the attribute has any text yet."""

    place: Place = "text"
    tag: str = ""
    attribute: str = ""
    quote: str = ""
    begun: bool = False


class Guard:
    """Follows nodes. `screen` names what is checked in messages."""

    def __init__(self, screen: str) -> None:
        self.screen = screen
        self.component = ""

    def check(self, nodes: Nodes, state: State | None = None) -> State:
        """The state after the nodes; raises PluginFault naming the component whose view is unsafe."""
        state = state or State()
        for node in nodes:
            state = self._node(node, state)
        return state

    def _node(self, node: Node, state: State) -> State:
        if isinstance(node, ir.Static):
            return self._text(node.html, state)
        if isinstance(node, ir.If):
            return self._same(self.check(node.then, state), self.check(node.otherwise, state), "a condition")
        if isinstance(node, ir.For):
            self._same(state, self.check(node.body, state), "a loop")
            return self._same(state, self.check(node.otherwise, state), "a loop")
        if isinstance(node, ir.Let):
            return self.check(node.body, state)
        if isinstance(node, ir.Loaded | ir.Form | ir.Region | ir.Posting | ir.Carry):
            return self._block(node, state)
        return self._value(node, state)

    def _block(self, node: ir.Loaded | ir.Form | ir.Region | ir.Posting | ir.Carry, state: State) -> State:
        if state.place != "text":
            raise self._unsafe(f"{type(node).__name__} stands inside a tag")
        if isinstance(node, ir.Posting | ir.Carry):
            return state
        before = self.component
        if isinstance(node, ir.Region) and node.component:
            self.component = node.component
        if isinstance(node, ir.Loaded):
            self._same(state, self.check(node.missing, state), "data")
        after = self._same(state, self.check(node.body, state), "a part")
        self.component = before
        return after

    def _value(self, node: ir.Slot | ir.Address | ir.Event, state: State) -> State:
        form = node.form if isinstance(node, ir.Slot) else "url" if isinstance(node, ir.Address) else "key"
        if form not in WRITERS:
            raise self._unsafe(f"there is no form '{form}'")
        if state.place == "text":
            return state
        if state.place != "value" or not state.quote:
            raise self._unsafe(f"a value stands in a {state.place} of <{state.tag}>; put it into a quoted attribute")
        if state.attribute in _FORBIDDEN or state.attribute.startswith("on"):
            raise self._unsafe(f"a value stands in the attribute '{state.attribute}'")
        if form in ELEMENT_FORMS:
            raise self._unsafe(f"the form '{form}' writes elements and cannot stand in '{state.attribute}'")
        if state.attribute in URL_ATTRIBUTES:
            fits = form == "key" if state.begun else form in ("url", "image_url")
            if not fits:
                raise self._unsafe(f"the address in '{state.attribute}' needs build.url")
        return replace(state, begun=True)

    def _same(self, one: State, two: State, what: str) -> State:
        one, two = _settled(one), _settled(two)
        if (one.place, one.tag, one.attribute, one.quote) != (two.place, two.tag, two.attribute, two.quote):
            raise self._unsafe(f"{what} ends elsewhere in the HTML than it begins ({one.place}, {two.place})")
        return two if two.begun else one

    def _unsafe(self, why: str) -> PluginFault:
        return PluginFault(
            phrase("The component '{value}' is unsafe: {why}.", value=self.component or self.screen, why=why),
            code="component.unsafe_view",
            extra={"plugin": self.component},
        )

    def _text(self, html: str, state: State) -> State:
        try:
            # A screen that is being written is followed again and again, and most of its HTML is that of before.
            return _followed(html, state) if len(html) <= _KEPT_CHARACTERS else _follow(html, state)
        except _StrayQuote as fault:
            raise self._unsafe(f"a stray quote in <{fault.args[0]}>") from None


# --- HTML -------------------------------------------------------------------------------------------------------------
class _StrayQuote(Exception):
    """A quote where none may stand, in the tag named."""


def _in_text(html: str, at: int, state: State) -> tuple[int, State]:
    opened = html.find("<", at)
    if opened < 0:
        return len(html), state
    if html.startswith("<!--", opened):
        return opened + 4, State("comment")
    match = _TAG.match(html, opened)
    if match is None:
        return opened + 1, state
    return match.end(), State("tag", match.group(1).lower() if html[opened + 1] != "/" else "/")


def _in_comment(html: str, at: int, _state: State) -> tuple[int, State]:
    closed = html.find("-->", at)
    return (len(html), State("comment")) if closed < 0 else (closed + 3, State())


def _in_raw(html: str, at: int, state: State) -> tuple[int, State]:
    closed = html.lower().find(f"</{state.tag}", at)
    return (len(html), state) if closed < 0 else (closed + 2 + len(state.tag), State("tag", "/"))


def _in_tag(html: str, at: int, state: State) -> tuple[int, State]:
    character = html[at]
    if character == ">":
        return at + 1, State("raw", state.tag) if state.tag in _RAW else State()
    if character.isspace() or character == "/":
        return at + 1, state
    return at, State("name", state.tag)


def _in_name(html: str, at: int, state: State) -> tuple[int, State]:
    match = _NAME.match(html, at)
    end = match.end() if match else at
    name = state.attribute + html[at:end].lower()
    if end == len(html):
        return end, State("name", state.tag, name)
    if html[end] in "\"'":
        raise _StrayQuote(state.tag)
    return end, State("after_name", state.tag, name)


def _in_after_name(html: str, at: int, state: State) -> tuple[int, State]:
    if html[at] == "=":
        return at + 1, State("before_value", state.tag, state.attribute)
    return (at + 1, state) if html[at].isspace() else (at, State("tag", state.tag))


def _in_before_value(html: str, at: int, state: State) -> tuple[int, State]:
    character = html[at]
    if character in "\"'":
        return at + 1, State("value", state.tag, state.attribute, character)
    return (at + 1, state) if character.isspace() else (at, State("value", state.tag, state.attribute))


def _in_value(html: str, at: int, state: State) -> tuple[int, State]:
    if state.quote:
        closed = html.find(state.quote, at)
        if closed < 0:
            return len(html), replace(state, begun=True)
        return closed + 1, State("tag", state.tag)
    match = _BARE_VALUE.match(html, at)
    end = match.end() if match else at
    return (end, replace(state, begun=True)) if end == len(html) else (end, State("tag", state.tag))


_STEPS: Mapping[Place, Callable[[str, int, State], tuple[int, State]]] = {
    "text": _in_text, "comment": _in_comment, "raw": _in_raw, "tag": _in_tag, "name": _in_name,
    "after_name": _in_after_name, "before_value": _in_before_value, "value": _in_value,
}  # fmt: skip


def _follow(html: str, state: State) -> State:
    """The state after a piece of HTML."""
    at = 0
    while at < len(html):
        at, state = _STEPS[state.place](html, at, state)
    return state


_followed = lru_cache(maxsize=4096)(_follow)


def _settled(state: State) -> State:
    """An attribute without a value is complete where a part ends."""
    return State("tag", state.tag) if state.place in ("name", "after_name") else state
