"""SQLite files as a data source: introspection, reads and writes through the standard library's driver in threads.

Owns what is particular to SQLite. Refuses to touch other files, to load extensions and to change a file's journal mode.
Read `connector.py` first.
"""
