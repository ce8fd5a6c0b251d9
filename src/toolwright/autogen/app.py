"""An app from tables: home, the screens of every table, navigation and roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from toolwright.autogen.activity import MENTIONS, mentions_screen
from toolwright.autogen.home import home_screen
from toolwright.autogen.navigation import navigation_of
from toolwright.autogen.plan import plan_app
from toolwright.autogen.roles import VIEWER, roles_for
from toolwright.autogen.table_screens import screens_of
from toolwright.autogen.traits import needed_tables
from toolwright.extend.translation import ENGLISH, say_in
from toolwright.model.app import App
from toolwright.model.role import Role
from toolwright.model.screen import Screen
from toolwright.model.table import Table


@dataclass(frozen=True, slots=True)
class GeneratedApp:
    """What was made, ready to be written as files. `owners` says which table a screen was made for."""

    app: App
    screens: Mapping[str, Screen]
    roles: Mapping[str, Role]
    owners: Mapping[str, str]


def generate_app(
    name: str,
    title: str,
    source: str | None,
    tables: Mapping[str, Table],
    chosen: Sequence[str],
    roles: Mapping[str, Role] | None = None,
    language: str = ENGLISH,
) -> GeneratedApp:
    """An app named `name` over the `chosen` tables of one source, or internal ones; `tables` may all be referred to.

    What people read on its screens is in `language`, around the titles that tables and columns have.
    """
    say = say_in(language, Path(str(files(__package__))))
    plan = plan_app(tables, chosen, say)
    screens: dict[str, Screen] = {"home": home_screen(title, plan, VIEWER)}
    owners: dict[str, str] = {}
    for table_plan in plan.plans:
        made = screens_of(table_plan, plan)
        screens |= made
        owners |= dict.fromkeys(made, table_plan.ref)
    told = mentions_screen(plan, VIEWER)
    if told is not None:
        screens[MENTIONS] = told
    mentions = None if told is None else MENTIONS
    navigation = navigation_of(plan)
    app = App(title=title, icon="apps", access=VIEWER, home="home", mentions=mentions, navigation=navigation)
    own = {ref: table for ref, table in tables.items() if table.source == source}
    return GeneratedApp(app, screens, roles_for(source, name, own, say, roles), owners)


def suggested_tables(tables: Mapping[str, Table], source: str | None) -> list[str]:
    """The tables to begin with: all but the book-keeping of frameworks, unless others refer to it (`content_type_id`),
    whose forms offer its rows then. Joining tables come along without a list.
    """
    return needed_tables({ref: table for ref, table in tables.items() if table.source == source})
