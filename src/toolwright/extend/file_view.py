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
        address=_address(inside, column, files),
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


def _address(build: Build, column: Column, files: Files) -> Nodes:
    """The address of `file`, a file of the row with the key `row_key`, for `href`."""
    return join(
        "/api/v1/workspaces/", build.text(Code("workspace.name"), "key"), f"/tables/{quote(files.table)}/rows/",
        build.text(Code("row_key"), "key"), f"/files/{quote(column.name)}/", build.text(Code("file.id"), "key"),
    )  # fmt: skip
