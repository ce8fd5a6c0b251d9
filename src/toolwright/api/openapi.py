"""The OpenAPI document: what the routes declare, plus what holds for all of them: one problem shape, one way in."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from toolwright.api.authorize import GuardedRoute, Needs
from toolwright.api.problem import MEDIA_TYPE
from toolwright.api.row_query import ENVIRONMENT
from toolwright.model.environment import ENVIRONMENTS

Document = dict[str, Any]  # Any: an OpenAPI document holds anything JSON holds

_WHERE = {
    "type": ["object", "null"],
    "properties": {
        "file": {"type": ["string", "null"]},
        "line": {"type": ["integer", "null"]},
        "column": {"type": ["integer", "null"]},
        "path": {"type": "array", "items": {"type": ["string", "integer"]}},
    },
}
PROBLEM: Document = {
    "title": "Problem",
    "description": "What went wrong, why, and what to do next (RFC 9457). `code` is stable.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": ["string", "null"]},
        "where": _WHERE,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                    "hint": {"type": ["string", "null"]},
                    "where": _WHERE,
                },
            },
        },
        "request_id": {"type": "string"},
    },
}
_REFUSALS = {
    "400": "The request is wrong, field by field.",
    "401": "Nobody is signed in.",
    "403": "The caller may not do this.",
    "404": "Absent, or hidden from the caller.",
    "409": "Stale, or in conflict with something.",
    "413": "Too much at once.",
    "415": "The body is of another type.",
    "422": "A definition or expression is wrong.",
    "429": "Too often; `Retry-After` says when again.",
    "default": "Anything else that went wrong.",
}


def document_of(app: FastAPI) -> Document:
    """The document of an application, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
        )
        parts = document.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["Problem"] = PROBLEM
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "An API token."}}
        doors = {
            (route.path_format, method.lower()): route.needs
            for route in app.routes
            if isinstance(route, GuardedRoute)
            for method in route.methods or ()
        }
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _complete(operation, doors[path, method])
                if "{workspace}" in path:
                    _in_environment(operation)
        app.openapi_schema = document
    return app.openapi_schema


def _in_environment(operation: Document) -> None:
    """The environment, which the door reads from every address of something in a workspace."""
    parameters = operation.setdefault("parameters", [])
    if all(parameter["name"] != "env" for parameter in parameters):
        schema = {"type": "string", "enum": list(ENVIRONMENTS)}
        said = {"name": "env", "in": "query", "required": False, "schema": schema, "description": ENVIRONMENT}
        parameters.append(said)


def _complete(operation: Document, door: Needs) -> None:
    """Say of an operation what holds for all: which refusals it may answer with, in which shape, and who gets in."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = operation.setdefault("responses", {})
    answers.pop("422", None)
    for status, meaning in _REFUSALS.items():
        answers.setdefault(status, {"description": meaning, "content": content})
    nobody: list[Document] = [{}] if door.anonymous else []
    operation["security"] = [] if door.is_public else [*nobody, {"token": []}]
