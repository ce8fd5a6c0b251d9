"""State: what a screen remembers between two requests, carried by the browser, signed and small.

A token is bound to the person, the screen and the revision it was made for; with any of these changed it is refused and
the page starts anew. It is signed and not encrypted: nothing secret belongs into state.
"""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from itsdangerous import BadData, URLSafeSerializer

from toolwright.errors import Conflict, LimitReached
from toolwright.expressions import to_text
from toolwright.render.plan import ScreenPlan

MAX_BYTES = 4_096
UNCHANGED = "-"
"""Stands for the first values."""


class _Json:
    """JSON for the signer, fast and with dates as text."""

    @staticmethod
    def dumps(value: object) -> str:
        return orjson.dumps(value, default=to_text, option=orjson.OPT_NON_STR_KEYS).decode()

    @staticmethod
    def loads(text: str | bytes) -> object:
        return orjson.loads(text)


class StateSigner:
    """Makes and reads state tokens. `key` is the installation's own secret."""

    def __init__(self, key: str) -> None:
        self._key = key

    def _serializer(self, plan: ScreenPlan, user: str | None) -> URLSafeSerializer:
        salt = f"{plan.workspace}/{plan.app}/{plan.name}@{plan.revision}:{user or ''}"
        return URLSafeSerializer(self._key, salt=salt, serializer=_Json)

    def sign(self, plan: ScreenPlan, user: str | None, state: Mapping[str, object]) -> str:
        """The token of a state. Raises LimitReached when it is too large to travel with every request."""
        changed = {name: value for name, value in state.items() if plan.screen.state.get(name) != value}
        token = self._serializer(plan, user).dumps(changed) if changed else UNCHANGED
        if len(token) > MAX_BYTES:
            raise LimitReached(
                "The state of this screen has grown too large.",
                code="state.too_large",
                hint="Keep ids in state and fetch the rest.",
            )
        return token

    def read(self, plan: ScreenPlan, user: str | None, token: str | None) -> dict[str, object]:
        """The state in a token, with first values for what it does not say. Raises Conflict when it does not fit."""
        first = dict(plan.screen.state)
        if not token or token == UNCHANGED:
            return first
        try:
            changed = self._serializer(plan, user).loads(token)
        except BadData as error:
            raise Conflict(
                "This page has changed since you opened it.", code="state.stale", hint="It is loaded again."
            ) from error
        known = changed if isinstance(changed, dict) else {}
        return first | {name: value for name, value in known.items() if name in first}
