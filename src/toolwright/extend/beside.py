"""What is kept beside the rows of internal tables, in their database: comments, and who was mentioned in them.

Both are tables like the others, made by us and no table to anybody, so that they are stored by the same statements, in
the same transactions, on every database. They name a row by its table and key and refer to nothing: the comments of a
deleted row wait for it, and go for good when it can no longer be restored.
"""

from __future__ import annotations

from toolwright.extend.design import ID
from toolwright.model.table import ROW_ID, Column, DataType, NativeName, Table


def _text(name: str, *, nullable: bool = False, long: bool = False) -> Column:
    return Column(name=name, kind="text", type=DataType.TEXT, nullable=nullable, long=long)


def _moment(name: str, *, nullable: bool = False) -> Column:
    return Column(name=name, kind="datetime", type=DataType.DATETIME, zoned=True, nullable=nullable)


_KEY = Column(name=ID, kind=ROW_ID, type=DataType.INTEGER, nullable=False, has_default=True, read_only=True)
_ROW = Column(name="row_number", kind="integer", type=DataType.INTEGER, nullable=False)

COMMENTS = Table(
    native=NativeName(table="_tw_comment"),
    columns=(
        _KEY, _text("mark"), _text("of_table"), _ROW, _text("body", long=True), _text("author", nullable=True),
        _moment("at"), _moment("edited_at", nullable=True),
    ),
    primary_key=(ID,),
    unique=(("mark",),),
    indexes=(("of_table", "row_number"),),
)  # fmt: skip
"""What people said about rows. `mark` is what a comment goes by."""

MENTIONS = Table(
    native=NativeName(table="_tw_mention"),
    columns=(_KEY, _text("comment"), _text("person"), _moment("seen_at", nullable=True)),
    primary_key=(ID,),
    unique=(("comment", "person"),),
    indexes=(("person", ID),),
)
"""Who was mentioned in which comment, and since when they know."""

BESIDE = (COMMENTS, MENTIONS)
