"""The door through which features enter: contracts, the registry, and what kinds share.

Owns the contracts of data sources, components and actions (one file each), the registry over entry points, manifests,
and the shared SQL core. Refuses to name any kind. Read `registry.py` first, then the contract you are after.
"""
