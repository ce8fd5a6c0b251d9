"""Labels and titles that people would have chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolwright.autogen.compounds import Compounds
from toolwright.autogen.naming import is_plain, slug, words_of
from toolwright.autogen.words import EXPANSIONS, expand, plural, singular
from toolwright.model.table import DataType, humanise

_SAYS_LITTLE = (
    "id", "type", "log", "data", "status", "line", "item", "detail", "value", "instance", "history", "note", "map",
    "entry", "record", "state", "version", "reference", "code", "request",
)  # fmt: skip
_NOISE_PREFIXES = ("tbl", "tb", "t", "wp", "app", "dbo", "sys", "vw", "v", "view")


def column_label(native: str, name: str, type_: DataType, compounds: Compounds) -> str | None:
    """A label where the permanent name would not read well; None where it does."""
    if not is_plain(native):
        return native.strip() or None
    plain = slug(native, "column")
    if plain.rstrip("_") != name.rstrip("_"):
        return native if plain == "column" else humanise(plain)  # the name was numbered or shortened
    words = [part for word in words_of(name) for part in compounds.words(word)]
    if type_ is DataType.BOOLEAN and len(words) > 1 and words[0] == "is":
        return _sentence(words[1:])
    if words != words_of(name) or any(word in EXPANSIONS for word in words):
        kept = words[:-1] if len(words) > 1 and words[-1] == "id" else words
        counts = ["number of"] if len(kept) > 1 and kept[0] == "num" else []
        return _sentence([*counts, *(expand(word) for word in kept[len(counts) :])])
    return None


def table_titles(names: Sequence[str], compounds: Compounds) -> dict[str, tuple[str, str]]:
    """(title, singular) for each table: `order_items` → ("Order items", "order item"), without a prefix all share."""
    shared = shared_prefix(names)
    bare = {name: name.removeprefix(shared) for name in names}
    grouped = {name: without_group(bare[name], list(bare.values())) for name in names}
    repeated = Counter(grouped.values())
    chosen = {name: grouped[name] if repeated[grouped[name]] == 1 else bare[name] for name in names}
    titles = {name: _titles(compounds.words(chosen[name])) for name in names}
    taken = Counter(title for title, _ in titles.values())
    return {name: title if taken[title[0]] == 1 else _titles(words_of(bare[name])) for name, title in titles.items()}


def shared_prefix(names: Sequence[str]) -> str:
    """A first word that (nearly) every table begins with, and so says nothing; `tbl_` always counts."""
    firsts = Counter(name.partition("_")[0] for name in names if "_" in name)
    if not firsts:
        return ""
    word, count = firsts.most_common(1)[0]
    is_noise = word in _NOISE_PREFIXES and count >= 2
    is_shared = count >= 3 and count >= 0.9 * len(names)
    return f"{word}_" if is_shared or is_noise else ""


def group_of(name: str, names: Sequence[str]) -> str | None:
    """The first word of a name when at least three tables share it."""
    first, underscore, _ = name.partition("_")
    if not underscore:
        is_head = sum(other.startswith(f"{first}_") for other in names) >= 2
        return first if is_head else None
    return first if sum(other == first or other.startswith(f"{first}_") for other in names) >= 3 else None


def without_group(name: str, names: Sequence[str]) -> str:
    """The name without its group's word, when something is left and the group is not a table itself."""
    group = group_of(name, names)
    rest = name.removeprefix(f"{group}_") if group else name
    if not group or rest == name or singular(words_of(rest)[0]) in _SAYS_LITTLE:
        return name
    # In `order_order, order_line` and in `ticket, ticket_comment` the group is a thing itself, and its name is needed.
    heads = {singular(other.removeprefix(f"{group}_")) for other in names if other != name or rest == group}
    return rest if singular(group) not in heads or rest == group else name


def group_title(group: str, compounds: Compounds) -> str:
    """The heading of a group of tables."""
    return _sentence([expand(word) for word in compounds.words(group)] or [group])


def _titles(parts: Sequence[str]) -> tuple[str, str]:
    words = [expand(word) for word in parts]
    title = humanise("_".join([*words[:-1], plural(words[-1])]).replace(" ", "_"))
    one = humanise("_".join([*words[:-1], singular(words[-1])]).replace(" ", "_"))
    return title, one if one[:2].isupper() else one[0].lower() + one[1:]


def _sentence(words: Sequence[str]) -> str:
    return humanise("_".join(words).replace(" ", "_"))
