"""The screens of one table: its list, the page of a row, and the forms that make and change one."""

from __future__ import annotations

from babel.numbers import format_decimal

from toolwright.autogen.activity import bin_button, bin_content, keeps_history, what_deleting_means
from toolwright.autogen.columns import Field, Part, default_sort, fields_of, list_fields, other_fields
from toolwright.autogen.nodes import Data, as_nodes, can, column_entry, link_to, node, row_name, rows
from toolwright.autogen.plan import AppPlan, TablePlan
from toolwright.autogen.related import related_tabs
from toolwright.autogen.traits import is_book_keeping, is_timestamp
from toolwright.extend.control import asked_together
from toolwright.extend.translation import Say
from toolwright.extend.viewing import takes_new_rows
from toolwright.model.screen import Screen
from toolwright.model.table import Column, DataType, Table

VIEWER, EDITOR = "viewer", "editor"
_TWO_COLUMNS_FROM = 9
MOST_FIELDS = 120
"""More than this nobody reads or fills in; a screen of a wider table says so, and people choose their own."""


def screens_of(plan: TablePlan, app: AppPlan) -> dict[str, Screen]:
    """The screens of a table by name; a table that only joins others has no list, a summary no forms."""
    screens: dict[str, Screen] = {}
    if not plan.table.hidden:
        screens[plan.list_screen] = list_screen(plan, app)
        if plan.has_detail:
            screens[plan.detail_screen] = detail_screen(plan, app)
        if keeps_history(plan.table):
            screens[plan.bin_screen] = bin_screen(plan)
    if plan.table.is_writable and not is_book_keeping(plan.table):
        if takes_new_rows(plan.table):
            screens[plan.new_screen] = new_screen(plan, app)
        if not plan.table.hidden:
            screens[plan.edit_screen] = edit_screen(plan, app)
    return screens


def list_screen(plan: TablePlan, app: AppPlan) -> Screen:
    """Every row, with search, filters, sorting, a column chooser, and actions on rows."""
    table = plan.table
    shown = list_fields(table, app.tables)
    others = [field for field in other_fields(table, app.tables, shown) if field.part is not Part.LONG]
    hidden = others[: MOST_FIELDS - len(shown)]
    actions = [*_new_button(plan), *bin_button(plan)]
    header = node("page_header", title=plan.title, subtitle=table.description, actions=actions or None)
    body = node(
        "table",
        id=plan.key,
        rows=rows(plan.ref, sort=default_sort(table)),
        columns=[*(column_entry(f, app) for f in shown), *(column_entry(f, app, is_hidden=True) for f in hidden)],
        row_actions=_row_actions(plan) or None,
        bulk_edit=True if _can_change_several(table) else None,
        bulk_delete=True if table.is_writable else None,
        on_row_click=[{"do": "navigate", "to": f"{plan.address}/{{{{ row_key }}}}"}] if plan.has_detail else None,
    )
    return Screen(title=plan.title, path=plan.address, access=VIEWER, width="wide", content=as_nodes([header, body]))


def _can_change_several(table: Table) -> bool:
    return table.is_writable and any(
        not (column.read_only or column.name in table.primary_key or (column.name,) in table.unique)
        for column in table.columns
    )


def detail_screen(plan: TablePlan, app: AppPlan) -> Screen:
    """One row: what it is called, its fields, and in tabs what refers to it."""
    table = plan.table
    found = [field for field in fields_of(table, app.tables) if _is_in_detail(field, table)]
    fields = [column_entry(field, app) for field in found[:MOST_FIELDS]]
    header = node(
        "page_header",
        title=row_name(table),
        breadcrumbs=[{"label": plan.title, "to": plan.address}, {"label": row_name(table)}],
        actions=_detail_actions(plan) or None,
    )
    record = node(
        "record",
        table=plan.ref,
        row_id="{{ params.id }}",
        content=[
            header,
            node("detail", table=plan.ref, fields=fields),
            *_left_out(len(fields), len(found), app.say),
            *related_tabs(plan, app),
        ],
    )
    return Screen(
        title=_sentence(plan.one),
        path=f"{plan.address}/{{id}}",
        access=VIEWER,
        parent=plan.list_screen,
        content=as_nodes([record]),
    )


def bin_screen(plan: TablePlan) -> Screen:
    """Deleted rows, and the way back."""
    content = as_nodes(bin_content(plan))
    path = f"{plan.address}/bin"
    return Screen(
        title=plan.say("{rows}: bin", rows=plan.title),
        path=path,
        access=EDITOR,
        parent=plan.list_screen,
        content=content,
    )


def new_screen(plan: TablePlan, app: AppPlan) -> Screen:
    """A form that makes a row; values in the address fill it in."""
    above = plan.list_screen if not plan.table.hidden else None
    trail: list[Data] = [{"label": plan.title, "to": plan.address}] if above else []
    title = plan.say("New {one}", one=plan.one)
    fields, left_out = _form_fields(plan.table, app, is_new=True)
    header = node("page_header", title=title, breadcrumbs=[*trail, {"label": plan.say("New")}] if trail else None)
    form = node(
        "form",
        id=f"new_{plan.key}"[:63],
        table=plan.ref,
        copy_of="{{ query.copy_of }}" if has_duplicates(plan) else None,
        fields=fields,
        columns=_form_columns(fields),
        submit_label=plan.say("Create {one}", one=plan.one),
        success_to=_after_create(plan, app),
        cancel_to=plan.address if above else None,
    )
    return Screen(
        title=title,
        path=f"{plan.address}/new",
        access=EDITOR,
        parent=above,
        width=_form_width(fields),
        content=as_nodes([header, *left_out, form]),
    )


def edit_screen(plan: TablePlan, app: AppPlan) -> Screen:
    """A form that changes a row."""
    title, here = plan.say("Edit {one}", one=plan.one), f"{plan.address}/{{{{ params.id }}}}"
    fields, left_out = _form_fields(plan.table, app, is_new=False)
    say = plan.say
    trail = [
        {"label": plan.title, "to": plan.address},
        {"label": _sentence(plan.one), "to": here},
        {"label": say("Edit")},
    ]
    form = node(
        "form",
        id=f"edit_{plan.key}"[:63],
        table=plan.ref,
        row_id="{{ params.id }}",
        fields=fields,
        columns=_form_columns(fields),
        submit_label=say("Save changes"),
        cancel_to=here,
    )
    return Screen(
        title=title,
        path=f"{plan.address}/{{id}}/edit",
        access=EDITOR,
        parent=plan.detail_screen,
        width=_form_width(fields),
        content=as_nodes([node("page_header", title=title, breadcrumbs=trail), *left_out, form]),
    )


def _form_fields(table: Table, app: AppPlan, *, is_new: bool) -> tuple[list[str | Data], list[Data]]:
    """As many of the fields as a form holds, required ones in any case, and the note about those left out."""
    found = form_fields(table, app, is_new=is_new)
    if len(found) <= MOST_FIELDS:
        return found, []
    needed = [entry for entry in found if isinstance(entry, str) and table.by_name[entry].required]
    room = MOST_FIELDS - len(needed)
    optional = [entry for entry in found if entry not in needed][: max(room, 0)]
    kept = [entry for entry in found if entry in needed or entry in optional]
    return kept, _left_out(len(kept), len(found), app.say)


def _left_out(shown: int, count: int, say: Say) -> list[Data]:
    """A note on a screen that does not hold every column."""
    if shown >= count:
        return []
    number = format_decimal(count, locale=say.language)
    text = say("These are {shown} of {count} columns. Edit the screen to choose others.", shown=shown, count=number)
    return [node("callout", text=text)]


def form_fields(table: Table, app: AppPlan, *, is_new: bool) -> list[str | Data]:
    """The columns a person fills in, in order; those the database fills by itself are left out."""
    entries: list[str] = []
    for field in fields_of(table, app.tables):
        for column in field.columns:
            if _is_asked(column, table, is_new=is_new):
                entries.append(column.name)
    asked = set(entries)
    if is_new:  # without these no row can be made, whatever they hold
        entries += [
            c.name for c in table.columns if c.required and not c.read_only and c.name not in asked and c.sensitive
        ]
    return [*asked_together(table, list(dict.fromkeys(entries)))]


def _is_asked(column: Column, table: Table, *, is_new: bool) -> bool:
    if column.read_only or column.type in (DataType.BINARY, DataType.OTHER):
        return False
    is_key = column.name in table.primary_key
    is_foreign = any(column.name in relation.columns for relation in table.relations)
    if is_key:
        numbered = column.type is DataType.INTEGER and len(table.primary_key) == 1 and not is_foreign
        return is_new and not numbered and not column.has_default
    return not is_timestamp(column) or (column.required and is_new)


def _after_create(plan: TablePlan, app: AppPlan) -> str | None:
    """The page of the new row; for a row that only joins two others, the page of the first of them."""
    if not plan.table.hidden:
        return f"{plan.address}/{{{{ steps.saved.id }}}}"
    links = (link_to(relation, app, "form") for relation in plan.table.relations)
    return next((link for link in links if link is not None), None)


def _new_button(plan: TablePlan) -> list[Data]:
    if not takes_new_rows(plan.table):
        return []
    to = f"{plan.address}/new"
    may = can("create", plan)
    return [
        node("button", show_if=may, label=plan.say("New {one}", one=plan.one), icon="plus", variant="primary", to=to)
    ]


def _row_actions(plan: TablePlan) -> list[Data]:
    if not plan.table.is_writable:
        return []
    to, label = f"{plan.address}/{{{{ row_key }}}}/edit", plan.say("Edit")
    edit = node("button", label=label, icon="edit", to=to, show_if=can("update", plan))
    return [edit, *_duplicate_button(plan), _delete_button(plan, [{"do": "refresh"}])]


def _detail_actions(plan: TablePlan) -> list[Data]:
    if not plan.table.is_writable:
        return []
    to = f"{plan.address}/{{{{ row_key }}}}/edit"
    edit = node("button", label=plan.say("Edit"), icon="edit", variant="primary", to=to, show_if=can("update", plan))
    return [edit, *_duplicate_button(plan), _delete_button(plan, [{"do": "navigate", "to": plan.address}])]


def has_duplicates(plan: TablePlan) -> bool:
    """Whether a row can be made from another: it has a page to start from, and there is a form for new ones."""
    table = plan.table
    return plan.has_detail and not table.hidden and takes_new_rows(table) and not is_book_keeping(table)


def _duplicate_button(plan: TablePlan) -> list[Data]:
    if not has_duplicates(plan):
        return []
    to = f"{plan.address}/new?copy_of={{{{ row_key }}}}"
    return [node("button", label=plan.say("Duplicate"), icon="copy", to=to, show_if=can("create", plan))]


def _delete_button(plan: TablePlan, afterwards: list[Data]) -> Data:
    asked = plan.say("Delete {one} {name}?", one=plan.one, name=row_name(plan.table))
    delete: Data = {
        "do": "delete_row",
        "confirm": f"{asked} {plan.say(what_deleting_means(plan.table))}",
        "table": plan.ref,
        "row_id": "{{ row_key }}",
    }
    told: Data = {"do": "notify", "text": plan.say("{one} deleted", one=_sentence(plan.one)), "tone": "success"}
    return node(
        "button",
        label=plan.say("Delete"),
        icon="trash",
        variant="danger",
        show_if=can("delete", plan),
        on_click=[delete, told, *afterwards],
    )


def _is_in_detail(field: Field, table: Table) -> bool:
    """Not the name, which is the heading, and nothing that has no readable form."""
    return field.name != table.display and all(column.type is not DataType.BINARY for column in field.columns)


def _form_columns(fields: list[str | Data]) -> int | None:
    return 2 if len(fields) >= _TWO_COLUMNS_FROM else None


def _form_width(fields: list[str | Data]) -> str:
    return "normal" if len(fields) >= _TWO_COLUMNS_FROM else "narrow"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
