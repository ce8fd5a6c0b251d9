"""Screens: a definition and resolved rows in, a page out.

Owns compiling screens to one function per region, asking for the data they need, running events, themes and formats.
Refuses to decide access (policy does), to read rows by itself (the data plane does) and to speak HTTP (web does).
Read `compile.py` first, then `rendering.py`.
"""
