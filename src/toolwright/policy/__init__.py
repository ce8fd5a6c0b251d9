"""The one authority on access: decide and filter, always with the rule that decided.

Owns actors, resources, roles, grants and their inheritance. Refuses to touch rows or HTTP. Read `engine.py` first.
"""

from toolwright.policy.access import TableAccess
from toolwright.policy.actor import ANONYMOUS, Actor
from toolwright.policy.decision import Decision, Resource, Verb
from toolwright.policy.engine import Policy, decide, filter_resources, require
from toolwright.policy.growth import check_assignment, check_growth

__all__ = [
    "ANONYMOUS",
    "Actor",
    "Decision",
    "Policy",
    "Resource",
    "TableAccess",
    "Verb",
    "check_assignment",
    "check_growth",
    "decide",
    "filter_resources",
    "require",
]
