"""Persistence of metadata: people, credentials, sealed secrets, workspaces, audit.

Owns the tables, their migrations, transactions and the change counters that keep caches of several processes true.
Refuses to decide who may do what and never sees a secret in plain text. Read `database.py` first, then `schema.py`.
"""

from toolwright.store.audit import AuditEntry, AuditLog
from toolwright.store.claims import Claims
from toolwright.store.database import Database
from toolwright.store.origin import Origin, origin
from toolwright.store.presence import Presence
from toolwright.store.secrets import SecretRepository

__all__ = ["AuditEntry", "AuditLog", "Claims", "Database", "Origin", "Presence", "SecretRepository", "origin"]
