"""The guard refuses views that put values where escaping does not protect."""

from __future__ import annotations

import pytest

from toolwright.errors import PluginFault
from toolwright.extend.nodes import Address, Code, For, If, Loaded, Slot, Static
from toolwright.render.guard import Guard

VALUE = Slot(Code("x"))
URL = Slot(Code("x"), "url")
KEY = Slot(Code("x"), "key")


@pytest.mark.parametrize(
    "nodes",
    [
        (Static("<p>"), VALUE, Static("</p>")),
        (Static('<p title="a '), VALUE, Static('">')),
        (Static("<a href='"), URL, Static("'>x</a>")),
        (Static('<a href="/tickets/'), KEY, Static('">x</a>')),
        (Static('<a href="'), Address(()), Static('">x</a>')),
        (Static("<input"), If(Code("x"), (Static(" disabled"),)), Static(' value="'), VALUE, Static('">')),
        (Static("<textarea>"), VALUE, Static("</textarea>")),
        (Static("<ul>"), For("x", Code("xs"), (Static("<li>"), VALUE, Static("</li>"))), Static("</ul>")),
        (Static("<!-- a > b -->"), VALUE),
        (Static("a < b "), VALUE),
    ],
)
def test_safe_places(nodes):
    Guard("t").check(nodes)


@pytest.mark.parametrize(
    "nodes",
    [
        (Static("<script>var a = '"), VALUE, Static("'</script>")),
        (Static("<style>a{color:"), VALUE, Static("}</style>")),
        (Static("<p title="), VALUE, Static(">")),
        (Static("<p "), VALUE, Static(">")),
        (Static("<"), VALUE, Static(">")) if False else (Static("<p "), KEY, Static('="1">')),
        (Static('<p onclick="'), VALUE, Static('">')),
        (Static('<p ONCLICK="'), KEY, Static('">')),
        (Static('<p style="'), VALUE, Static('">')),
        (Static('<a href="'), VALUE, Static('">')),
        (Static('<a href="java'), VALUE, Static('">')),
        (Static('<a href="/x/'), VALUE, Static('">')),
        (Static('<iframe srcdoc="'), VALUE, Static('">')),
        (Static('<form action="'), VALUE, Static('">')),
        (Static('<p title="'), Slot(Code("x"), "markdown"), Static('">')),
        (Static('<p title="'), Loaded("n", (VALUE,)), Static('">')),
        (If(Code("x"), (Static('<p title="'),)), Static('">')),
        (Static('<p title="'), For("x", Code("xs"), (Static('">'),))),
        (Slot(Code("x"), "no_such_form"),),
    ],
)
def test_unsafe_places(nodes):
    with pytest.raises(PluginFault):
        Guard("t").check(nodes)
