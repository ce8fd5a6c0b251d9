"""What is generated for each table: which screens, under which names and addresses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolwright.autogen.naming import unused, words_of
from toolwright.autogen.traits import PEOPLE
from toolwright.autogen.words import singular
from toolwright.extend.translation import ENGLISH, Say
from toolwright.model.table import Relation, Table


@dataclass(frozen=True)
class TablePlan:
    """The screens of one table. `key` names them, `address` begins their paths."""

    ref: str
    table: Table
    key: str
    address: str
    say: Say

    @property
    def title(self) -> str:
        """The plural heading."""
        return self.table.title or self.key

    @property
    def one(self) -> str:
        """One row of it, in the middle of a sentence."""
        named = self.table.singular or self.title
        return named if self.say.language == ENGLISH else inside(named, self.say)

    @property
    def many(self) -> str:
        """Its rows, in the middle of a sentence."""
        return inside(self.title, self.say)

    @property
    def has_detail(self) -> bool:
        """Whether rows have a page of their own: they can be told apart."""
        return bool(self.table.primary_key)

    @property
    def list_screen(self) -> str:
        """The name of the screen with all rows."""
        return f"{self.key}_list"

    @property
    def detail_screen(self) -> str:
        """The name of the screen with one row."""
        return f"{self.key}_detail"

    @property
    def bin_screen(self) -> str:
        """The name of the screen with deleted rows."""
        return f"{self.key}_bin"

    @property
    def new_screen(self) -> str:
        """The name of the screen that makes a row."""
        return f"{self.key}_new"

    @property
    def edit_screen(self) -> str:
        """The name of the screen that changes a row."""
        return f"{self.key}_edit"


@dataclass(frozen=True, slots=True)
class Inbound:
    """A foreign key of another table that leads here."""

    plan: TablePlan
    relation: Relation


@dataclass(frozen=True)
class AppPlan:
    """Everything screens are generated from: the chosen tables, and all others they may refer to."""

    tables: Mapping[str, Table]
    plans: tuple[TablePlan, ...]
    say: Say
    """What is written in the language of the app."""

    @cached_property
    def by_ref(self) -> Mapping[str, TablePlan]:
        """The plans by table."""
        return {plan.ref: plan for plan in self.plans}

    @cached_property
    def visible(self) -> tuple[TablePlan, ...]:
        """Tables with a list of their own; the others only join these."""
        return tuple(plan for plan in self.plans if not plan.table.hidden)

    def inbound(self, ref: str) -> list[Inbound]:
        """The foreign keys that lead to a table, from visible tables first."""
        found = [
            Inbound(plan, relation)
            for plan in self.plans
            for relation in plan.table.relations
            if relation.target == ref
        ]
        return sorted(found, key=lambda item: item.plan.table.hidden)

    def weight(self, plan: TablePlan) -> float:
        """How central a table is: what refers to it, what it refers to, and how much it holds."""
        inbound = {item.plan.ref for item in self.inbound(plan.ref)}
        outbound = {relation.target for relation in plan.table.relations}
        rows = math.log10(1 + max(plan.table.rows_estimate or 0, 0))
        has_name = plan.table.display is not None
        return 2.0 * len(inbound) + 1.5 * len(outbound) + rows - (0.0 if has_name else 6.0)

    def is_lookup(self, plan: TablePlan) -> bool:
        """Whether a table only lists the values that others choose from."""
        is_small = len(plan.table.columns) <= 5 and not plan.table.relations
        rows = plan.table.rows_estimate
        is_short = rows <= 200 if rows is not None else len(plan.table.columns) <= 3
        is_people = bool({singular(word) for word in words_of(plan.key)} & PEOPLE)
        return is_small and is_short and not is_people and bool(self.inbound(plan.ref))


def inside(name: str, say: Say) -> str:
    """A name as it stands in a sentence: small in English but for what is an abbreviation, and as a noun in German."""
    if say.language != ENGLISH:
        return name[:1].upper() + name[1:]
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def plan_app(tables: Mapping[str, Table], chosen: Sequence[str], say: Say) -> AppPlan:
    """The plan for these tables; hidden ones get no list but may still join others."""
    used: set[str] = set()
    plans = []
    for ref in chosen:
        key = unused(ref.rpartition(".")[2][:55], used)
        used.add(key)
        plans.append(TablePlan(ref, tables[ref], key, f"/{key.replace('_', '-')}", say))
    return AppPlan(tables, tuple(plans), say)
