"""Problem: a mistake in one part of a definition, on its way to the report that knows the file and line."""

from __future__ import annotations


class Wrong(Exception):
    """Something in a definition is wrong; `path` leads to it from where the reader of this knows."""

    def __init__(self, message: str, code: str, hint: str | None = None, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        self.path = path
