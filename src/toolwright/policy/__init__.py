"""The one authority on access: decide and filter, always with the rule that decided.

Owns actors, resources, roles, grants and their inheritance. Refuses to touch rows or HTTP. Read `engine.py` first.
"""
