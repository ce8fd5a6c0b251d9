"""Checking: from the files of a workspace to a `Workspace` whose every reference holds, or to all that is wrong.

Owns reading all files, the settings of kinds, and references between definitions. Refuses to stop at the first mistake
and to guess: each is reported with file, line, column and the nearest valid name. Which names an expression of a screen
may use is known when the screen is compiled, and checked there. Read `loading.py` first.
"""

from toolwright.extend.checking.loading import load_workspace, parse_file
from toolwright.extend.kinds import Kinds

__all__ = ["Kinds", "load_workspace", "parse_file"]
