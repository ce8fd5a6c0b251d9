"""Pages of what is kept beside rows: the links to older entries and back."""

from __future__ import annotations

from toolwright.extend.build import LogHandle
from toolwright.extend.nodes import Code, Nodes


def log_pages(log: LogHandle, about: str, older: str | None = None, newest: str | None = None) -> Nodes:
    """Links called so, under a heading for who hears the page; nothing where all entries are in sight."""
    loaded = log.loaded
    onward = loaded.view("shared/log_link.html", to=log.before.link(Code("older")), label=older or loaded.say("Older"))
    back = loaded.view("shared/log_link.html", to=log.before.link(None), label=newest or loaded.say("Newest"))
    links = loaded.view(
        "shared/log_pages.html",
        about=about,
        newest=loaded.when(log.before.value, back),
        older=loaded.when(Code("older"), onward),
    )
    return loaded.when(Code(f"older or ({log.before.value.source})"), links)
