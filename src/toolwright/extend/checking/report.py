"""What is wrong with a workspace, gathered file by file. Places are looked up only when there is something to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolwright.errors import FieldError, InvalidDefinition, Where, did_you_mean, phrase
from toolwright.model.yaml_form import KeyPath, Loaded, load_yaml


class Report:
    """Collects errors and knows where each stands."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.errors: list[FieldError] = []
        self._files = files
        self._loaded: dict[str, Loaded | None] = {}

    def loaded(self, file: str) -> Loaded | None:
        """The file with its positions; None when it is not YAML."""
        if file not in self._loaded:
            try:
                self._loaded[file] = load_yaml(self._files[file], file)
            except InvalidDefinition:
                self._loaded[file] = None
        return self._loaded[file]

    def where(self, file: str, path: KeyPath) -> Where:
        """The place of a value."""
        loaded = self.loaded(file) if file in self._files else None
        return loaded.where(path) if loaded else Where(file=file, path=path)

    def add(self, file: str, path: KeyPath, message: str, code: str, hint: str | None = None) -> None:
        """Something is wrong with the value at `path`."""
        field = ".".join(str(key) for key in path)
        self.errors.append(FieldError(field, message, code, hint, self.where(file, path)))

    def unknown(self, file: str, path: KeyPath, noun: str, name: str, known: Iterable[str]) -> None:
        """The value at `path` names something that does not exist."""
        message, code = (
            phrase("There is no {noun} '{name}'.", noun=phrase(noun), name=name),
            f"reference.{noun.replace(' ', '_')}",
        )
        self.add(file, path, message, code, did_you_mean(name, known))

    def expects(self, file: str, path: KeyPath, noun: str, name: str | None, known: Iterable[str]) -> bool:
        """Whether `name` is known (or not given); says so otherwise."""
        names = known if isinstance(known, set | frozenset | Mapping) else set(known)
        if name is None or name in names:
            return True
        self.unknown(file, path, noun, name, names)
        return False

    def raise_if_wrong(self, name: str) -> None:
        """Raise InvalidDefinition with everything, in the order of files and lines."""
        if not self.errors:
            return
        errors = tuple(sorted(self.errors, key=_order))
        first, more = errors[0], len(errors) - 1
        detail = (
            phrase("{message} (and {more} more)", message=phrase(first.message), more=more) if more else first.message
        )
        raise InvalidDefinition(
            detail, code=first.code, hint=first.hint, where=first.where, errors=errors, extra={"workspace": name}
        )


def _order(error: FieldError) -> tuple[str, int, int]:
    where = error.where or Where()
    return where.file or "", where.line or 0, where.column or 0
