"""Files of rows on the page: their names to download, pictures small."""

from __future__ import annotations

from urllib.parse import quote

from toolwright.extend.build import Build
from toolwright.extend.markup import join
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.table import Column, Files

_LISTED = 2
"""Files of one row that a list shows; the others are a number."""


def files_shown(build: Build, column: Column, files: Files, value: str, *, in_list: bool) -> Nodes:
    """The files that the expression `value` gives, in a build in which `row_key` holds. Dots of a mask are none."""
    known = f"({value} if is_list({value}) else [])" if files.many else f"([{value}] if is_object({value}) else [])"
    inside, place = build.with_names("file"), "list" if in_list else "detail"
    one = build.view(
        "shared/picture.html" if files.pictures else "shared/file.html",
        address=file_address(inside, files.table, Code("row_key"), Code(repr(column.name))),
        name=inside.text(Code("file.name")),
        size=inside.text(Code("file.size"), "bytes"),
        edge="96" if in_list else "320",
        place=place,
    )
    few = Code(f"{known}[:{_LISTED}]" if in_list else known)
    rest = join('<span class="tw-files-more">+', build.text(Code(f"len({known}) - {_LISTED}")), "</span>")
    return join(
        f'<span class="tw-files" data-place="{place}">', build.each(few, "file", one),
        build.when(Code(f"len({known}) > {_LISTED}"), rest) if in_list and files.many else (), "</span>",
    )  # fmt: skip


def file_address(build: Build, table: str, row: Code, column: Code, change: Code | None = None) -> Nodes:
    """The address of `file` in a column of a row, for `href`; with a `change`, as its history names it."""
    then = () if change is None else join("?change=", build.text(change, "key"))
    return join(
        "/api/v1/workspaces/", build.text(Code("workspace.name"), "key"), f"/tables/{quote(table)}/rows/",
        build.text(row, "key"), "/files/", build.text(column, "key"), "/", build.text(Code("file.id"), "key"), then,
    )  # fmt: skip
