"""Failures: what stands in the place of a part that could not be shown. What happened, what to do, a code to quote."""

from __future__ import annotations

import logging
from typing import NamedTuple

from toolwright.errors import Denied, LimitReached, NotFound, NotSignedIn, ToolwrightError, UpstreamFault
from toolwright.expressions import as_fault
from toolwright.extend.icon import icon_svg
from toolwright.extend.translation import Say, word
from toolwright.render.form import escape

_LOG = logging.getLogger("toolwright.render")


class Words(NamedTuple):
    """How a sort of failure is told."""

    icon: str
    tone: str
    title: str
    advice: str
    retries: bool = False


_WORDS: tuple[tuple[type[ToolwrightError], Words], ...] = (
    (NotSignedIn, Words("lock", "neutral", word("Sign in to see this"), word("Your session has ended."))),
    (
        Denied,
        Words(
            "lock", "neutral", word("You may not see this"), word("Ask an administrator of this workspace for access.")
        ),
    ),
    (
        NotFound,
        Words(
            "search-off", "neutral", word("Nothing is here"), word("It may have been deleted, or you may not see it.")
        ),
    ),
    (
        LimitReached,
        Words("filter", "amber", word("This is too much at once"), word("Narrow it down with a search or filter.")),
    ),
    (
        UpstreamFault,
        Words(
            "plug-connected-x", "danger", word("The data source did not answer"), word("Try again in a moment."), True
        ),
    ),
)
_OTHER = Words(
    "alert-triangle", "danger", word("This part cannot be shown"), word("Tell the person who maintains this app.")
)


def failure_html(error: Exception, request_id: str, say: Say, component: str = "") -> str:
    """The designed state of a failure. Details that only help builders go to the log, under the same code."""
    fault = error if isinstance(error, ToolwrightError) else as_fault(error, "")
    words = next((words for kind, words in _WORDS if isinstance(fault, kind)), _OTHER)
    if words is _OTHER:
        # A fault of the app is told in one line; only our own mistakes need the whole way there.
        ours = None if fault.status < 500 else error
        _LOG.warning("component %s failed in request %s: %s", component, request_id, fault, exc_info=ours)
    detail = fault.detail if words is not _OTHER or fault.status < 500 else ""
    again = f'<p><a class="tw-button" href="">{say.html("Try again")}</a></p>' if words.retries else ""
    quote = " · ".join(part for part in (fault.code, component, request_id) if part)
    said = f"<p>{escape(say.of(detail))}</p>" if detail and detail != words.title else ""
    advice = f"<p>{escape(say.of(fault.hint or words.advice))}</p>"
    return (
        f'<div class="tw-state" data-tone="{words.tone}" role="group">{icon_svg(words.icon, large=True)}'
        f'<p class="tw-state-title">{say.html(words.title)}</p>{said}{advice}{again}'
        f'<p class="tw-mono">{escape(quote)}</p></div>'
    )
