"""Migrations of the metadata database, applied when it is opened. One file a step, never changed after a release.

Refuses to go back: a database written by a newer release stops the start. Read `env.py` first.
"""
