"""The launcher: the apps a person may open, for people who design none."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from toolwright.auth.caller import Caller
from toolwright.commands.services import Services
from toolwright.extend.icon import icon_svg
from toolwright.extend.translation import Say, language_of, say_everything
from toolwright.model.app import App
from toolwright.policy import Policy, Resource, decide
from toolwright.render.form import escape
from toolwright.web import shell
from toolwright.web.answers import html, mode_of, page_links


async def designs_anything(services: Services, who: Caller) -> bool:
    """Whether the person may design some workspace, or manage the installation."""
    if who.actor.is_admin or decide(who.actor, "manage", Resource("installation")):
        return True
    for info in await services.workspaces.list():
        workspace = await services.workspaces.get(info.name)
        if Policy.of(workspace).decide(who.actor, "design", Resource("workspace", workspace.name, workspace.name)):
            return True
    return False


async def launcher(request: Request, services: Services, who: Caller) -> Response:
    """A page with every app the person may open."""
    cards = [_card(name, app, workspace) for workspace, name, app in await _apps(services, who)]
    say = say_everything(language_of(who.actor.locale))
    content = f'<ul class="tw-launcher">{"".join(cards)}</ul>' if cards else _nothing(say)
    head = shell.head(page_links(request.app.state.assets), say("Apps"), None, mode_of(request), None, who.actor.locale)
    account = f'<a class="tw-button" data-variant="quiet" href="/account">{say.html("Account")}</a>'
    sign_out = (
        '<form method="post" action="/sign-out">'
        f'<input type="hidden" name="_csrf" value="{escape(who.session.csrf if who.session else "")}">'
        f'<button class="tw-button" data-variant="quiet">{say.html("Sign out")}</button></form>'
    )
    return html(
        f'{head}<body class="tw-app" data-nav="top"><a class="tw-skip" href="#main">{say.html("Skip to content")}</a>'
        f'<header class="tw-bar"><span class="tw-brand"><span class="tw-brand-mark">{icon_svg("apps")}</span>'
        f'<span>{say.html("Apps")}</span></span><div class="tw-user">{account}{sign_out}</div></header>'
        f'<main class="tw-main" id="main" tabindex="-1"><div class="tw-page"><h1>{say.html("Your apps")}</h1>'
        f"{content}</div></main>"
        "</body></html>",
        language=say.language,
    )


async def _apps(services: Services, who: Caller) -> list[tuple[str, str, App]]:
    found: list[tuple[str, str, App]] = []
    for info in await services.workspaces.list():
        workspace = await services.workspaces.get(info.name)
        policy = Policy.of(workspace)
        for name, tree in workspace.apps.items():
            if policy.decide(who.actor, "use", Resource("app", workspace.name, name)):
                found.append((workspace.name, name, tree.app))
    return sorted(found, key=lambda item: (item[2].title.lower(), item[0]))


def _card(name: str, app: App, workspace: str) -> str:
    about = f"<span>{escape(app.description)}</span>" if app.description else ""
    return (
        f'<li><a class="tw-launcher-app" href="/apps/{workspace}/{name}/">'
        f'<span class="tw-brand-mark">{icon_svg(app.icon or "apps", large=True)}</span>'
        f"<span><strong>{escape(app.title)}</strong>{about}</span></a></li>"
    )


def _nothing(say: Say) -> str:
    return (
        f'<div class="tw-state">{icon_svg("apps", large=True)}<p class="tw-state-title">{say.html("No apps yet")}</p>'
        f"<p>{say.html('When somebody gives you access to an app, it appears here.')}</p></div>"
    )
