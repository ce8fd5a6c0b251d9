"""Internal tables: what a change of their designs does to the database that holds them, and doing it safely.

Owns planning (old designs, new designs and renames to steps, in words), reading beforehand what values would do, and
keeping definitions and database together whatever interrupts the work. Refuses to lose a value without being told to.
Knows no SQL: connectors do the steps (`extend.schema_change`). Read `plan.py` first, then `keeper.py`.
"""

from toolwright.tables.keeper import InternalTables
from toolwright.tables.plan import Planned, SchemaPlan
from toolwright.tables.renames import NO_RENAMES, Renames

__all__ = ["NO_RENAMES", "InternalTables", "Planned", "Renames", "SchemaPlan"]
