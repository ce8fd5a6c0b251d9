"""The REST API under `/api/v1`: thin routers, one module a resource.

Owns the wire: models in and out, who is let through each door, and the one writer of errors. Refuses to decide or to
store anything: commands do. Read `authorize.py` first, then `app.py` and any router.
"""
