"""Access to what belongs to no workspace: the installation itself and its users."""

from __future__ import annotations

from toolwright.errors import phrase
from toolwright.policy.actor import Actor
from toolwright.policy.decision import Decision, Resource, Verb
from toolwright.policy.scope import missing_scope


def decide_installation(actor: Actor, verb: Verb, resource: Resource) -> Decision:
    """Administrators of the installation may do everything; anybody signed in may see and change their own account."""
    if actor.kind == "anonymous":
        return Decision(False, "nobody is signed in")
    if resource.kind == "workspace" and verb == "create":
        resource = Resource("installation")
        verb = "manage"
    if resource.kind not in ("installation", "user"):
        return Decision(
            False, lambda: phrase("{resource} belongs to a workspace, which was not named", resource=resource.said)
        )
    is_own_account = resource.kind == "user" and actor.user_id is not None and resource.name == actor.user_id
    scope = missing_scope(actor, verb, resource.kind)
    if scope and not (is_own_account and verb == "read"):
        return Decision(False, lambda: phrase("the token was issued without the scope {scope}", scope=scope))
    if actor.is_admin:
        return Decision(
            True, lambda: phrase("{who} is an administrator of the installation", who=actor.name or actor.email)
        )
    if is_own_account and verb in ("read", "update"):
        return Decision(True, "this is your own account")
    return Decision(
        False,
        lambda: phrase(
            "{verb} on {resource} needs an administrator of the installation",
            verb=phrase(verb),
            resource=resource.said,
        ),
    )
