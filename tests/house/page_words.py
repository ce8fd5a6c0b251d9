"""Words of pages: what views and code ask `say` for, found by reading them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

_ASKED = re.compile(r"""\bsay\(\s*"([^"]+)\"""")
_TEXT = re.compile(r"[A-Za-z]{2,}")
_ATTRIBUTE = re.compile(r"""\s(?:aria-label|title|placeholder|alt)="([^"]*)\"""")
_CALLS = frozenset({"say", "word", "html", "own"})


@lru_cache(maxsize=4)
def tree_of(file: Path) -> ast.Module:
    """A module as it is read, which several ask for in turn."""
    return ast.parse(file.read_text("utf-8"))


def words_of_view(file: Path) -> set[str]:
    """What a view says."""
    return set(_ASKED.findall(file.read_text("utf-8")))


def bare_words_of_view(file: Path) -> set[str]:
    """English in a view that nobody could translate: in text and in attributes that people read or hear."""
    shown = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "", file.read_text("utf-8"), flags=re.DOTALL))
    texts = [*_ATTRIBUTE.findall(shown), re.sub(r"<[^>]*>", "\n", shown)]
    return {line.strip() for text in texts for line in text.split("\n") if _TEXT.search(line)}


def words_of_code(file: Path) -> set[str]:
    """What a module says, or marks as said later; defaults of texts that `say.own` says among them."""
    tree = tree_of(file)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node) in _CALLS and node.args:
            # `say.own(props, "empty_text")` says the default of a property.
            found |= set(_defaults(tree, node)) if _name_of(node) == "own" else set(_literal(node.args[0]))
    return found


def bare_words_of_code(file: Path) -> set[str]:
    """English inside HTML that code writes."""
    found = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"</?[a-z]", node.value):
            said = [*re.findall(r">([^<>{}]*[A-Za-z]{2,}[^<>{}]*)<", node.value), *_ATTRIBUTE.findall(node.value)]
            found |= {text for text in said if _TEXT.search(text)}
    return found


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _literal(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_literal(node.body), *_literal(node.orelse))


def _defaults(tree: ast.Module, call: ast.Call) -> Iterator[str]:
    wanted = {text for item in call.args[1:2] for text in _literal(item)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in wanted):
            continue
        if isinstance(node.value, ast.Call) and node.value.args:
            yield from _literal(node.value.args[0])


def words_of_faults(file: Path) -> set[str]:
    """What a module says of what went wrong: sentences of errors, with their hints."""
    found = set()
    for node in ast.walk(tree_of(file)):
        if not isinstance(node, ast.Call):
            continue
        places = SENTENCES.get(_name_of(node))
        if places is not None:
            found |= {text for item in node.args[places] for text in _sentences(item)}
            told = [keyword.value for keyword in node.keywords if keyword.arg in ("hint", "detail", "message")]
            found |= {text for item in told for text in _sentences(item)}
    return found


SENTENCES = dict.fromkeys(
    ("InvalidInput", "NotSignedIn", "Denied", "NotFound", "Conflict", "LimitReached", "UpstreamFault", "PluginFault",
     "Unavailable", "ToolwrightError", "InvalidDefinition", "InvalidExpression", "Refused", "phrase", "ValueError"),
    slice(0, 1),
) | {"FieldError": slice(1, 2), "fail": slice(1, 3)}  # fmt: skip
"""Where sentences stand among what an error is made of."""


def _sentences(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Call) and _name_of(node) == "phrase":
        yield from _literal(node.args[0])
    else:
        yield from _literal(node)


def words_of_island(file: Path) -> set[str]:
    """What the script of an island says."""
    return set(re.findall(r"""\bsaid\(\s*\w+,\s*'([^']+)'""", file.read_text("utf-8")))
