"""Question: the page that asks before an event runs, for browsers without JavaScript."""

from __future__ import annotations

from toolwright.extend.icon import icon_svg
from toolwright.render.form import escape
from toolwright.render.posted import Posted
from toolwright.render.visit import Visit
from toolwright.web import shell


def question_page(visit: Visit, posted: Posted, question: str, links: shell.Links, mode: str) -> str:
    """The question, with everything that was posted carried along."""
    carried = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in posted.fields.items()
        if name != "_confirmed"
        for value in values
    )
    yes, back = visit.say.html("Yes, go on"), visit.say.html("Go back")
    app = visit.workspace.apps[visit.plan.app].app
    return (
        f"{shell.head(links, visit.say('Are you sure?'), visit, mode, app)}"
        '<body class="tw-app" data-nav="none"><main class="tw-main" id="main"><div class="tw-page" data-width="narrow">'
        f'<form method="post" action="{visit.plan.base}/_event" class="tw-state" role="group">'
        f'{icon_svg("help-circle", large=True)}<h1 class="tw-state-title">{escape(question)}</h1>{carried}'
        f'<p><button class="tw-button" data-variant="primary" name="_confirmed" value="1">{yes}</button> '
        f'<a class="tw-button" href="{escape(visit.plan.base + visit.at)}">{back}</a></p></form></div></main>'
        "</body></html>"
    )
