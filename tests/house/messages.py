"""Sentences that code says to people, found by reading it: messages, hints, and what is put together of them.

What reads like a sentence is taken for one, wherever it stands: no list of calls could name every way that a message
takes. Docstrings, descriptions of settings and routes, lines of logs and what a program says of its own mistakes are
none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic_core._pydantic_core import list_all_errors

from tests.house.page_words import SENTENCES, tree_of, words_of_code, words_of_faults
from toolwright.model.validation import WANTED

_SENTENCE = re.compile(
    r"^(?!(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|PRAGMA) )[A-Z'`{“~*+-].*\s.*[.?!:]$", re.DOTALL
)
_SILENT = frozenset({
    "Field", "Query", "Path", "Body", "Header", "Cookie", "APIRouter", "FastAPI", "api_router",
    "debug", "info", "warning", "error", "exception", "critical", "log",
    "word", "say", "html", "TypeError", "RuntimeError", "AssertionError", "KeyError", "compile", "sub", "match",
})  # fmt: skip
"""Calls whose texts are said elsewhere, or to no person."""
_DOCUMENTS = re.compile(r"PARAMETERS$|^(?:IDEMPOTENCY|SINCE|_SENT_FOR|_WANTED)$")
"""What the document of the API says of parameters."""
_NAMED = {
    "expects": slice(2, 3), "unknown": slice(2, 3), "check_new_name": slice(0, 1), "untranslatable": slice(0, 1),
    "exhausted": slice(0, 1), "phrase_of": slice(1, 3), "_unfit": slice(1, 2), "_absent": slice(0, 1),
}  # fmt: skip
"""Where words stand that become part of a message."""
_SILENT_KEYS = frozenset({"description", "summary", "response_description", "pattern", "doc"})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: `form` as a catalogue has it, and whether it can be found there at all."""

    line: int
    form: str
    is_bare: bool = False


def sentences_of(file: Path) -> list[Said]:
    """Everything a module says; `is_bare` where values are put into it in a way that no catalogue can follow."""
    reader = _Reader()
    reader.visit(tree_of(file))
    known = {said.form for said in reader.found}
    told = words_of_faults(file) - words_of_code(file) - known
    return [*reader.found, *(Said(0, form) for form in sorted(told) if " " in form.strip())]


def texts_said_by(file: Path) -> set[str]:
    """Everything that stands in a module and may be said: sentences, words of pages, and words put into sentences."""
    return (
        {said.form for said in sentences_of(file)} | words_of_code(file) | words_of_faults(file) | texts_of_code(file)
    )


def texts_of_code(file: Path) -> set[str]:
    """Every text of a module, also as a sentence begins with it: words that are put into sentences."""
    nodes = ast.walk(tree_of(file))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts.union(*((text.capitalize(), f"{text}.") for text in texts))


TOLD_BY_OTHERS = frozenset({
    "'(' was never closed", "'[' was never closed", "'{' was never closed", "expected 'else' after 'if' expression",
    "expression expected after dictionary key and ':'", "':' expected after dictionary key",
    "positional argument follows keyword argument", "invalid syntax. Perhaps you forgot a comma?",
    "input is too short", "input is empty", "relative URL without a base", "JSON decode error", "Method Not Allowed", "Bad Request",
    "did not find expected node content", "did not find expected key",
    "could not find expected ':'", "mapping values are not allowed in this context",
    "did not find expected '-' indicator", "did not find expected ',' or ']'",
    "did not find expected ',' or '}'", "found unexpected end of stream",
    "found character that cannot start any token", "found a tab character that violates indentation",
    "block sequence entries are not allowed in this context", "did not find expected <document start>",
    "but found another document", "control characters are not allowed", "found unknown escape character",
    "Tuple", "tuple", "Set", "set", "Frozenset", "frozenset", "Dictionary", "dictionary",
})  # fmt: skip
"""What others say: Python of expressions, libyaml of texts, pydantic of values, the web of requests."""


def forms_of_pydantic() -> set[str]:
    """Every form of a sentence of pydantic, as `model/validation.py` puts it together."""
    found = {str(error["message_template_python"]) for error in list_all_errors()}
    found = {form.replace("{expected_plural}", plural) for form in found for plural in ("", "s")}
    found |= {WANTED + "{wanted}"}
    return {said for form in found for said in (form, form[:1].lower() + form[1:], form.removeprefix(WANTED))}


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[Said] = []

    def _statements(self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for inner in node.body:
            if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant)):  # a docstring
                self.visit(inner)

    def visit_Module(self, node: ast.Module) -> None:
        self._statements(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._statements(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._statements(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(target, ast.Name) and _DOCUMENTS.search(target.id) for target in node.targets):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        is_document = isinstance(node.target, ast.Name) and _DOCUMENTS.search(node.target.id)
        if node.value is not None and not is_document:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """What a program says of its own mistakes."""

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        self.found.extend(_bare(node, name))
        self.found.extend(_words(node, name))
        if name == "phrase" and node.args and isinstance(node.args[0], ast.Constant):
            self.found.append(Said(node.lineno, str(node.args[0].value)))
            for keyword in node.keywords:
                self.visit(keyword.value)
        elif name == "ValueError" and node.args and (said := _raised(node.args[0])) is not None:
            self.found.append(Said(node.lineno, said))
            if not said.endswith("."):
                self.found.append(Said(node.lineno, f"{said[:1].upper()}{said[1:]}."))  # as definitions say it
        elif name not in _SILENT:
            for argument in node.args:
                self.visit(argument)
            for keyword in node.keywords:
                if keyword.arg not in _SILENT_KEYS:
                    self.visit(keyword.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _SENTENCE.match(node.value):
            self.found.append(Said(node.lineno, node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if _SENTENCE.match(_form(node)):
            self.found.append(Said(node.lineno, _form(node), is_bare=True))
        else:
            self.generic_visit(node)


def _bare(node: ast.Call, name: str) -> Iterator[Said]:
    """What an error is made of that reads like no sentence, and has values put into it all the same."""
    for said in node.args[SENTENCES.get(name, slice(0))]:
        if isinstance(said, ast.JoinedStr) and not _SENTENCE.match(_form(said)):
            yield Said(node.lineno, _form(said), is_bare=True)


def _words(node: ast.Call, name: str) -> Iterator[Said]:
    """Words that what is called puts into a sentence: `report.expects(file, path, "column", …)`."""
    for word in node.args[_NAMED.get(name, slice(0))]:
        if isinstance(word, ast.Constant) and isinstance(word.value, str):
            yield Said(node.lineno, word.value)


def _form(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values)


def _raised(node: ast.expr) -> str | None:
    """What a check of a definition says, which begins with no capital."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase":
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
