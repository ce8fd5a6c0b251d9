"""Rename: rewrite what an expression reads, leaving every other character as it was written."""

from __future__ import annotations

import ast
import keyword

from toolwright.errors import InvalidExpression, phrase
from toolwright.expressions.expression import parse_template
from toolwright.expressions.grammar import Bound, Reader
from toolwright.expressions.library import FUNCTIONS
from toolwright.expressions.tree import LITERALS, Located, read_tree, targets

Path = tuple[str, ...]
ITEM = "[]"
_ONE_ITEM = frozenset({"first", "last", "at", "find"})
_SAME_FIELDS = frozenset({"sort", "where", "reject", "take", "skip", "reverse", "unique", "compact", "pick", "omit"})


def rename(source: str, old: Path, new: str) -> str:
    """`source` with the last name of the data path `old` changed to `new` wherever that path, or a longer one, is read.

    `("row", "name")` renames the field in `row.name` and `row["name"].first`; `("row",)` renames the name itself. Items
    of a list are the step `"[]"`: `("rows", "[]", "name")` is read by `rows[0].name`, `first(rows).name` and
    `[r.name for r in rows]`. Loop variables of the same name are left alone. A `new` that is no plain word becomes
    `["new"]`. A field that a function is told as text (`sort(rows, 'name')`) is renamed where it reads the path. Raises
    `InvalidExpression`, with code `expression.rename` when a loop variable would capture the new name.
    """
    if not old or old[-1] in (new, ITEM):
        return source
    located = Located(source)
    finder = _Finder(located, old, new)
    finder.visit(read_tree(located), frozenset())
    if not finder.edits:
        return source
    text = source
    for start, end, replacement in sorted(finder.edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    wanted = _renamed_tree(located, old, new)
    return text if _is_tree(text, wanted) else ast.unparse(wanted)


def rename_in_template(text: str, old: Path, new: str) -> str:
    """`rename` in every `{{ … }}` of a template; the text around them is unchanged."""
    parts = parse_template(text, extra_functions=None).expressions
    for part in reversed(parts):
        end = part.offset + len(part.source)
        text = text[: part.offset] + rename(part.source, old, new) + text[end:]
    return text


def is_plain(name: str) -> bool:
    """Whether a name can be written as `.name` or as a name of its own."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in LITERALS


class _Finder(Reader):
    """Collects the places of a path as edits (start, end, text), loop variables respected."""

    def __init__(self, source: Located, old: Path, new: str) -> None:
        super().__init__(source, None)
        self.old = old
        self.new = new
        self.edits: list[tuple[int, int, str]] = []
        self.nodes: list[ast.AST] = []
        self.fields: dict[ast.Constant, str] = {}
        self.aliases: dict[str, Path] = {}

    def visit(self, node: ast.AST, bound: Bound) -> None:
        """Note the node when it reads the path, then go on below; loop variables last as long as their loop."""
        self._look(node, bound)
        if isinstance(node, ast.Call):
            self._look_into(node, bound)
        outer = dict(self.aliases)
        super().visit(node, bound)
        self.aliases = outer

    def entering(self, loop: ast.comprehension, bound: Bound) -> None:
        """Remember which items the loop variable stands for."""
        source = self.path(loop.iter, bound)
        for name in targets(loop.target):
            self.aliases.pop(name, None)
        if source is not None and isinstance(loop.target, ast.Name):
            self.aliases[loop.target.id] = (*source, ITEM)

    def path(self, node: ast.AST, bound: Bound) -> Path | None:
        """The data path a node reads, loop variables and items of lists resolved."""
        match node:
            case ast.Name(id=name):
                return self.aliases.get(name) if name in bound else (name,)
            case ast.Attribute(value=owner, attr=name):
                return self._step(owner, name, bound)
            case ast.Subscript(value=owner, slice=ast.Slice()):
                return self.path(owner, bound)
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(name))):
                return self._step(owner, name, bound)
            case ast.Subscript(value=owner):
                return self._step(owner, ITEM, bound)
            case ast.Call(func=ast.Name(id=name), args=[owner, *_]) if name in _ONE_ITEM:
                return self._step(owner, ITEM, bound)
            case ast.Call(func=ast.Name(id=name), args=[owner, *_]) if name in _SAME_FIELDS:
                return self.path(owner, bound)
        return None

    def _step(self, owner: ast.AST, name: str, bound: Bound) -> Path | None:
        path = self.path(owner, bound)
        return None if path is None else (*path, name)

    def _look(self, node: ast.AST, bound: Bound) -> None:
        """Note the node, or the one below it in a chain such as `a.b.c`, that ends the path."""
        while isinstance(node, ast.Attribute | ast.Subscript):
            if isinstance(node, ast.Attribute) or isinstance(node.slice, ast.Constant):
                self._note(node, bound)
            node = node.value
        if isinstance(node, ast.Name) and node.id not in bound:
            self._note(node, bound)

    def _look_into(self, call: ast.Call, bound: Bound) -> None:
        """Note the fields that a function is told as text and that end the path."""
        for owner, text in told_fields(call):
            path = self.path(owner, bound)
            if path is None:
                continue
            steps = str(text.value).split(".")
            start = (*path, ITEM) if is_listing(call) else path
            wanted = [
                self.new if (*start, *steps[: place + 1]) == self.old else step for place, step in enumerate(steps)
            ]
            if wanted != steps and "." not in self.new:
                self.fields[text] = ".".join(wanted)
                begin, end = self.source.span(text)
                self.edits.append((begin, end, _quoted(self.fields[text], self.source.text[begin : begin + 1])))

    def _note(self, node: ast.AST, bound: Bound) -> None:
        if self.path(node, bound) == self.old and node not in self.nodes:
            self.nodes.append(node)
            self.edits.append(self._edit(node, bound))

    def _edit(self, node: ast.AST, bound: Bound) -> tuple[int, int, str]:
        start, end = self.source.span(node)
        if isinstance(node, ast.Name):
            if self.new in bound:
                raise self._refusal(node, phrase("A loop variable here is already called {new}.", new=self.new))
            if not is_plain(self.new):
                raise self._refusal(node, phrase("{new} cannot be a name in expressions.", new=repr(self.new)))
            return start, end, self.new
        if isinstance(node, ast.Subscript):
            start, end = self.source.span(node.slice)
            return start, end, _quoted(self.new, self.source.text[start : start + 1])
        attribute = node.attr if isinstance(node, ast.Attribute) else ""
        if is_plain(self.new):
            return end - len(attribute), end, self.new
        inner = self.source.span(node.value)[1] if isinstance(node, ast.Attribute) else start
        inner = self.source.text.index(".", inner)
        return inner, end, f"[{_quoted(self.new, _free_quote(self.source.text, start))}]"

    def _refusal(self, node: ast.AST, detail: str) -> InvalidExpression:
        return self.source.wrong(node, detail, "rename", "Choose another name, or rename the loop variable first.")


def _quoted(name: str, quote: str) -> str:
    text = repr(name)
    if quote == '"' and '"' not in name and "\\" not in text:
        return f'"{name}"'
    return text


def _free_quote(text: str, at: int) -> str:
    """The quote that does not end a string around position `at`, as far as can be told cheaply."""
    return '"' if text[:at].count("'") % 2 else "'"


class _Subscripts(ast.NodeTransformer):
    """Writes `a.b` as `a["b"]`, so both spellings compare equal."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.Subscript(node.value, ast.Constant(node.attr), ast.Load()), node)


def _renamed_tree(source: Located, old: Path, new: str) -> ast.expr:
    """The tree as it must be after renaming, made on the tree itself; the check on the edits."""
    tree: ast.expr = _Subscripts().visit(read_tree(source))
    finder = _Finder(source, old, new)
    finder.edits, finder._edit = [], lambda node, bound: (0, 0, "")  # type: ignore[method-assign]  # nodes only
    finder.visit(tree, frozenset())
    for node in finder.nodes:
        if isinstance(node, ast.Name):
            node.id = new
        elif isinstance(node, ast.Subscript):
            node.slice = ast.Constant(new)
    for text, value in finder.fields.items():
        text.value = value
    return tree


def told_fields(call: ast.Call) -> list[tuple[ast.expr, ast.Constant]]:
    """The fields that a call of the library is told as plain text, each with the value they are fields of."""
    function = FUNCTIONS.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if function is None or not call.args:
        return []
    given: dict[int | str, ast.expr] = dict(enumerate(call.args))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    places = function.fields(len(call.args), [name for name in given if isinstance(name, str)])
    found = ((call.args[0], given[place]) for place in places)
    return [(owner, text) for owner, text in found if isinstance(text, ast.Constant) and isinstance(text.value, str)]


def is_listing(call: ast.Call) -> bool:
    """Whether a call of the library takes a list, so that fields it is told are those of the items."""
    return isinstance(call.func, ast.Name) and FUNCTIONS[call.func.id].parameters[0].kind == "list"


def told_in(text: str) -> list[tuple[Path | None, tuple[str, ...]]]:
    """As `fields_told`, for an expression or a text with some in `{{ }}`."""
    if "{{" not in text:
        return fields_told(text)
    try:
        parts = parse_template(text, extra_functions=None).expressions
    except InvalidExpression:
        return []
    return [one for part in parts for one in fields_told(part.source)]


def fields_told(source: str) -> list[tuple[Path | None, tuple[str, ...]]]:
    """What functions are told as text to be fields: where those stand, if that can be told, and the path given."""
    try:
        located = Located(source)
        tree = read_tree(located)
    except InvalidExpression:
        return []
    finder = _Teller(located)
    finder.visit(tree, frozenset())
    return finder.told


class _Teller(_Finder):
    """Collects the fields that functions are told."""

    def __init__(self, source: Located) -> None:
        super().__init__(source, (), "")
        self.told: list[tuple[Path | None, tuple[str, ...]]] = []

    def _look_into(self, call: ast.Call, bound: Bound) -> None:
        for owner, text in told_fields(call):
            path = self.path(owner, bound)
            start = None if path is None else (*path, ITEM) if is_listing(call) else path
            self.told.append((start, tuple(str(text.value).split("."))))


def _is_tree(text: str, wanted: ast.expr) -> bool:
    try:
        found = _Subscripts().visit(read_tree(Located(text)))
    except InvalidExpression:
        return False
    return ast.dump(found) == ast.dump(wanted)
