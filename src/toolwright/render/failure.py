"""Failures: what stands in the place of a part that could not be shown. What happened, what to do, a code to quote."""

from __future__ import annotations

import logging
from typing import NamedTuple

from toolwright.errors import Denied, LimitReached, NotFound, NotSignedIn, ToolwrightError, UpstreamFault
from toolwright.expressions import as_fault
from toolwright.extend.icon import icon_svg
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
    (NotSignedIn, Words("lock", "neutral", "Sign in to see this", "Your session has ended.")),
    (Denied, Words("lock", "neutral", "You may not see this", "Ask an administrator of this workspace for access.")),
    (NotFound, Words("search-off", "neutral", "Nothing is here", "It may have been deleted, or you may not see it.")),
    (LimitReached, Words("filter", "amber", "This is too much at once", "Narrow it down with a search or filter.")),
    (
        UpstreamFault,
        Words("plug-connected-x", "danger", "The data source did not answer", "Try again in a moment.", True),
    ),
)
_OTHER = Words("alert-triangle", "danger", "This part cannot be shown", "Tell the person who maintains this app.")


def failure_html(error: Exception, request_id: str, component: str = "") -> str:
    """The designed state of a failure. Details that only help builders go to the log, under the same code."""
    fault = error if isinstance(error, ToolwrightError) else as_fault(error, "")
    words = next((words for kind, words in _WORDS if isinstance(fault, kind)), _OTHER)
    if words is _OTHER:
        # A fault of the app is told in one line; only our own mistakes need the whole way there.
        ours = None if fault.status < 500 else error
        _LOG.warning("component %s failed in request %s: %s", component, request_id, fault, exc_info=ours)
    detail = fault.detail if words is not _OTHER or fault.status < 500 else ""
    again = '<p><a class="tw-button" href="">Try again</a></p>' if words.retries else ""
    quote = " · ".join(part for part in (fault.code, component, request_id) if part)
    said = f"<p>{escape(detail)}</p>" if detail and detail != words.title else ""
    return (
        f'<div class="tw-state" data-tone="{words.tone}" role="group">{icon_svg(words.icon, large=True)}'
        f'<p class="tw-state-title">{words.title}</p>{said}<p>{escape(fault.hint or words.advice)}</p>{again}'
        f'<p class="tw-mono">{escape(quote)}</p></div>'
    )
