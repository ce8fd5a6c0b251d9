"""Screen cache: compiled screens, one for each revision of a workspace and language, shared by its readers."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass

from toolwright.errors import NotFound, phrase
from toolwright.extend.kinds import Kinds
from toolwright.extend.translation import ENGLISH, language_of
from toolwright.model.workspace import AppTree, Workspace
from toolwright.render.compile import compile_screen
from toolwright.render.plan import ScreenPlan

PlanKey = tuple[str, int, str, str, str]
"""Workspace, its revision, app, screen and language."""
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A screen found by path, with the values of its parameters."""

    screen: str
    params: dict[str, str]


class ScreenCache:
    """Compiled screens by workspace revision; the least recently used leave first."""

    def __init__(self, kinds: Kinds, size: int = 500) -> None:
        self.kinds = kinds
        self._size = size
        self._plans: OrderedDict[PlanKey, ScreenPlan] = OrderedDict()
        self._routes: OrderedDict[tuple[str, int, str], list[tuple[re.Pattern[str], str]]] = OrderedDict()
        self._compiling: dict[PlanKey, asyncio.Lock] = {}

    async def get(self, workspace: Workspace, app: str, screen: str, locale: str = ENGLISH) -> ScreenPlan:
        """The plan of a screen in the language of that locale. Raises NotFound, and what compiling raises. Compiling
        runs in a thread."""
        language = language_of(locale)
        key = (workspace.name, workspace.revision, app, screen, language)
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
            return plan
        tree = workspace.apps.get(app)
        if tree is None or screen not in tree.screens:
            raise NotFound(phrase("There is no screen '{screen}'.", screen=screen), code="screen.missing")
        lock = self._compiling.setdefault(key, asyncio.Lock())
        async with lock:
            if key not in self._plans:
                plan = await asyncio.to_thread(compile_screen, workspace, app, screen, self.kinds, language=language)
                self._plans[key] = plan
                self._drop_older(key)
                while len(self._plans) > self._size:
                    self._plans.popitem(last=False)
        self._compiling.pop(key, None)
        return self._plans[key]

    def _drop_older(self, key: PlanKey) -> None:
        """Plans of earlier revisions of the same screen are not asked for again."""
        workspace, revision, app, screen, _language = key
        stale = [
            other
            for other in self._plans
            if (other[0], other[2], other[3]) == (workspace, app, screen) and other[1] < revision
        ]
        for other in stale:
            del self._plans[other]

    def route(self, workspace: Workspace, app: str, path: str) -> Route:
        """The screen at a path of an app (`/tickets/7`); fixed parts win over parameters. Raises NotFound."""
        tree = workspace.apps.get(app)
        if tree is None:
            raise NotFound("There is no such app.", code="app.missing")
        for pattern, screen in self._patterns(workspace, app, tree):
            match = pattern.fullmatch(path)
            if match is not None:
                return Route(screen, match.groupdict())
        raise NotFound("There is no such page in this app.", code="screen.missing", hint="Use the navigation.")

    def _patterns(self, workspace: Workspace, app: str, tree: AppTree) -> list[tuple[re.Pattern[str], str]]:
        key = (workspace.name, workspace.revision, app)
        known = self._routes.get(key)
        if known is None:
            ordered = sorted(tree.screens.items(), key=lambda item: (item[1].path.count("{"), item[1].path, item[0]))
            known = self._routes[key] = [(_pattern(screen.path), name) for name, screen in ordered]
            if tree.app.home in tree.screens:
                known.insert(0, (re.compile("/"), str(tree.app.home)))
            elif known and not any(pattern.fullmatch("/") for pattern, _name in known):
                known.append((re.compile("/"), known[0][1]))
            while len(self._routes) > self._size:
                self._routes.popitem(last=False)
        return known


def _pattern(path: str) -> re.Pattern[str]:
    pieces = _PARAMETER.split(path.rstrip("/") or "/")
    body = "".join(f"(?P<{piece}>[^/]+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    return re.compile(body + ("" if body == "/" else "/?"))
