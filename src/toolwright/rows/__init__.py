"""The data plane: every reader and writer of rows goes through here.

Owns joining policy to queries, paging, expands, versions, limits and row events. Refuses to build SQL (connectors do) and
to decide access (policy does). Read `contract.py` first, then `plane.py`.
"""
