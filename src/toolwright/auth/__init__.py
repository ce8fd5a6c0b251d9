"""Who a request acts as: people, passwords, sessions, tokens, one-time codes, and limits on guessing.

Owns credentials and turns them into an `Actor`. Refuses to decide what an actor may do (policy does). Read
`identity.py` first, then `lookup.py` for the path every request takes and `caller.py` for its HTTP side.
"""

from toolwright.auth.caller import Caller, caller_of, check_forgery, cookie_name, session_cookie
from toolwright.auth.identity import Identity
from toolwright.auth.sessions import Session
from toolwright.auth.tokens import ApiToken
from toolwright.auth.users import User

__all__ = [
    "ApiToken",
    "Caller",
    "Identity",
    "Session",
    "User",
    "caller_of",
    "check_forgery",
    "cookie_name",
    "session_cookie",
]
