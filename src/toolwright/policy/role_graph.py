"""Roles and what they inherit: which roles somebody holds who was given some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolwright.errors import FieldError, InvalidDefinition, did_you_mean, phrase
from toolwright.model.role import BUILT_IN_ROLES, Role


class RoleGraph:
    """The roles of one workspace with their inheritance, checked: no cycle, no unknown name.

    A role file named like a built-in role adds to that role; the built-in chain admin > power > basic > public stays.
    """

    def __init__(self, roles: Mapping[str, Role]) -> None:
        self._parents: dict[str, tuple[str, ...]] = {}
        for name, weaker in zip(BUILT_IN_ROLES, (*BUILT_IN_ROLES[1:], None), strict=True):
            self._parents[name] = (weaker,) if weaker else ()
        for name, role in roles.items():
            self._parents[name] = (*self._parents.get(name, ()), *role.inherits)
        self._check()
        self._held: dict[tuple[str, ...], Mapping[str, str]] = {}

    def __contains__(self, role: object) -> bool:
        return role in self._parents

    def held(self, given: tuple[str, ...]) -> Mapping[str, str]:
        """Every role held by somebody who was given `given`, each with the given role it came through.

        Names the workspace does not know are left out: a role that was deleted grants nothing.
        """
        held = self._held.get(given)
        if held is None:
            if len(self._held) > 1000:
                self._held.clear()
            held = self._held[given] = self._walk(given)
        return held

    def _walk(self, given: tuple[str, ...]) -> dict[str, str]:
        held: dict[str, str] = {name: name for name in given if name in self._parents}
        todo = list(held)
        while todo:
            name = todo.pop(0)
            for parent in self._parents[name]:
                if parent not in held:
                    held[parent] = held[name]
                    todo.append(parent)
        return held

    def _check(self) -> None:
        errors = [*self._unknown(), *self._cycles()]
        if errors:
            raise InvalidDefinition(errors[0].message, code=f"role.{errors[0].code}", errors=tuple(errors))

    def _unknown(self) -> Iterable[FieldError]:
        for name, parents in self._parents.items():
            for parent in parents:
                if parent not in self._parents:
                    yield FieldError(
                        f"roles.{name}.inherits",
                        phrase("Role '{name}' inherits '{parent}', which does not exist.", name=name, parent=parent),
                        "unknown_role",
                        did_you_mean(parent, self._parents),
                    )

    def _cycles(self) -> Iterable[FieldError]:
        finished: set[str] = set()
        for start in self._parents:
            path = self._cycle_from(start, (), finished)
            if path:
                yield FieldError(
                    f"roles.{path[0]}.inherits",
                    phrase("Roles inherit each other in a circle: {path}.", path=" → ".join(path)),
                    "cycle",
                    "Remove one of these inheritances.",
                )
                return

    def _cycle_from(self, name: str, path: tuple[str, ...], finished: set[str]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in finished:
            return ()
        for parent in self._parents.get(name, ()):
            found = self._cycle_from(parent, (*path, name), finished)
            if found:
                return found
        finished.add(name)
        return ()
