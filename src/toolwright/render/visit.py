"""Visit: one request to a screen. Who asks, with which parameters, query, state and forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from toolwright import clock
from toolwright.extend.translation import Say, language_of, say_everything
from toolwright.ids import new_id
from toolwright.model.environment import environment_of
from toolwright.model.module import SETTINGS
from toolwright.model.variable import VARIABLES
from toolwright.model.workspace import Workspace
from toolwright.policy import Actor, Policy, Resource
from toolwright.render.address import Query
from toolwright.render.form import Viewer, zone_of
from toolwright.render.locales import words_of
from toolwright.render.plan import ScreenPlan


@dataclass(frozen=True, slots=True)
class FormState:
    """A form that came back: what was typed, and messages by field (`""` for those of no field).

    Where somebody else changed the row meanwhile, `meant` holds the values that were to be stored.
    """

    values: Mapping[str, object]
    errors: Mapping[str, object] = field(default_factory=dict)
    meant: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Visit:
    """Everything a screen is a function of, except its data."""

    workspace: Workspace
    plan: ScreenPlan
    actor: Actor
    params: Mapping[str, str] = field(default_factory=dict)
    query: Query = field(default_factory=dict)
    state: dict[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] | None = None
    """What a module that stands alone is told."""
    forms: dict[str, FormState] = field(default_factory=dict)
    csrf: str = ""
    state_token: str = ""
    at: str = ""
    """Path and query of the page, for forms that come back without JavaScript."""
    opened_at: datetime = field(default_factory=clock.now)
    """What changes after this may not be on the page."""
    request_id: str = field(default_factory=new_id)

    @cached_property
    def policy(self) -> Policy:
        """What decides here."""
        return Policy.of(self.workspace)

    @cached_property
    def say(self) -> Say:
        """Says words in the language of whoever looks."""
        return say_everything(language_of(self.actor.locale))

    @cached_property
    def viewer(self) -> Viewer:
        """For whom values are written."""
        return Viewer(words_of(self.actor.locale), zone_of(self.actor.time_zone), base=self.plan.base, say=self.say)

    @cached_property
    def user(self) -> dict[str, object]:
        """`user` in expressions."""
        actor = self.actor
        return {
            "id": actor.user_id,
            "name": actor.name,
            "email": actor.email,
            "is_admin": actor.is_admin,
            "roles": list(self.policy.given(actor)),
            "time_zone": actor.time_zone,
            "locale": actor.locale,
        }

    def names(self) -> dict[str, object]:
        """The names of a screen, for its expressions. `state` is shared, so that steps see their own changes."""
        app = self.workspace.apps[self.plan.app].app
        own: dict[str, object] = {} if self.settings is None else {SETTINGS: self.settings}
        return own | {
            "user": self.user,
            "params": dict(self.params),
            "query": {name: values[-1] for name, values in self.query.items()},
            "query_all": {name: list(values) for name, values in self.query.items()},
            "state": self.state,
            "app": {"name": self.plan.app, "title": app.title},
            "screen": {"name": self.plan.name, "title": self.plan.screen.title, "path": self.plan.screen.path},
            VARIABLES: self.workspace.env,
            "workspace": {
                "name": self.workspace.name,
                "title": self.workspace.definition.title,
                "environment": environment_of(self.workspace.name),
            },
            "__functions__": {"can": self.can, "can_open": self.can_open, "has_role": self.has_role},
        }

    def can(self, table: object = None, verb: object = "read") -> bool:
        """`can('tickets', 'create')` in expressions."""
        if not isinstance(table, str) or table not in self.workspace.tables:
            return False
        return verb in self.policy.table_access(self.actor, table).verbs

    def can_open(self, screen: object = None) -> bool:
        """`can_open('report')` in expressions: a screen of this app."""
        if not isinstance(screen, str):
            return False
        resource = Resource("screen", self.workspace.name, f"{self.plan.app}/{screen}")
        return self.policy.decide(self.actor, "use", resource).allowed

    def has_role(self, role: object = None) -> bool:
        """`has_role('agent')` in expressions."""
        return isinstance(role, str) and self.policy.holds(self.actor, role).allowed
