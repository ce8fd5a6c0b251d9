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
    ways = build.say.html("comes back"), build.say.html("goes to the bin")
    otherwise = entry.when(Code("entry.verb == 'create'"), *ways)
    item = entry.view(
        "return.html",
        title=entry.text(Code("entry.title")),
        what=entry.when(Code("entry.verb == 'update'"), changes, otherwise),
    )
    before, after = build.say("and {count} more", count="\n").split("\n")
    left = loaded.text(Code("older - len(entries)"), "number")
    more = loaded.view("more.html", before=before, count=left, after=after)
    click = loaded.event("go_back", _steps(build, table))
    return loaded.view(
        "returns.html",
        would=loaded.text(_numbered("older", build.say("1 row would change"), build.say("{{ n }} rows would change"))),
        restore=loaded.text(_numbered("older", build.say("Restore 1 row"), build.say("Restore {{ n }} rows"))),
        items=log.each(item),
        more=loaded.when(Code("older > len(entries)"), more),
        click=click.attributes,
    )


def _numbered(count: str, one: str, many: str) -> Code:
    """One of two sentences; `{{ n }}` in the second is the number that the expression `count` gives."""
    before, after = many.split("{{ n }}")
    return Code(f"{one!r} if {count} == 1 else {before!r} + text({count}) + {after!r}")


def _steps(build: Build, table: str) -> list[Step]:
    at = build.url_state("row").value.source
    question = build.say("Have all these rows be as they were? It can be taken back like any other change.")
    one, many = build.say("One row is as it was"), build.say("{{ n }} rows are as they were")
    count = _numbered("steps.done.count", one, many).source
    steps: list[dict[str, object]] = [
        {"do": "restore_table", "id": "done", "table": table, "at": f"{{{{ {at} }}}}", "confirm": question},
        {"do": "notify", "text": f"{{{{ {count} }}}}", "tone": "success"},
        {"do": "close", "target": build.id},
    ]
    return [Step.model_validate(step) for step in steps]
