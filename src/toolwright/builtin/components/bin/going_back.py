"""Going back: a moment is chosen, what would happen to each row is shown, and one button does it."""

from __future__ import annotations

from toolwright.extend.build import Build, LogHandle
from toolwright.extend.nodes import Code, Nodes
from toolwright.model.screen import Step


def going_back(build: Build, table: str) -> Nodes:
    """The field for the moment, for whoever may do all that can come of it; with one in the address, what would."""
    at = build.url_state("row")  # the step `close` clears it, as it does what is open
    log = build.log("returns", table, at.value)
    loaded = log.loaded
    preview = build.when(
        at.value, log.show(loaded.when(Code("entries"), _preview(log, build, table), loaded.view("same.html")))
    )
    field = build.view(
        "moment.html",
        id=build.ref("at"),
        open=build.when(at.value, " open"),
        name=at.name,
        carry=at.carry,
        value=build.text(at.value),
        preview=build.region(preview),
    )
    for_all = build.when(build.allowed("create", table), build.when(build.allowed("delete", table), field))
    return build.when(build.allowed("update", table), for_all)


def _preview(log: LogHandle, build: Build, table: str) -> Nodes:
    entry, loaded = log.per_entry, log.loaded
    changes = entry.view("changes.html", what=entry.text(Code("entry.what")))
    otherwise = entry.when(Code("entry.verb == 'create'"), "comes back", "goes to the bin")
    item = entry.view(
        "return.html",
        title=entry.text(Code("entry.title")),
        what=entry.when(Code("entry.verb == 'update'"), changes, otherwise),
    )
    more = loaded.view("more.html", count=loaded.text(Code("older - len(entries)"), "number"))
    click = loaded.event("go_back", _steps(build, table))
    return loaded.view(
        "returns.html",
        count=loaded.text(Code("'1 row' if older == 1 else f'{older} rows'")),
        items=log.each(item),
        more=loaded.when(Code("older > len(entries)"), more),
        click=click.attributes,
    )


def _steps(build: Build, table: str) -> list[Step]:
    at = build.url_state("row").value.source
    question = "Have all these rows be as they were? It can be taken back like any other change."
    count = "'One row is as it was' if steps.done.count == 1 else f'{steps.done.count} rows are as they were'"
    steps: list[dict[str, object]] = [
        {"do": "restore_table", "id": "done", "table": table, "at": f"{{{{ {at} }}}}", "confirm": question},
        {"do": "notify", "text": f"{{{{ {count} }}}}", "tone": "success"},
        {"do": "close", "target": build.id},
    ]
    return [Step.model_validate(step) for step in steps]
