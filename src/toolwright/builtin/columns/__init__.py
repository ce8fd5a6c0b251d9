"""The kinds of columns of internal tables, each alone. Read the contract in `toolwright.extend.column` first."""
