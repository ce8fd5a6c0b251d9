"""The OpenAPI document, and a page that shows it without any script or other host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from toolwright.api.authorize import PREFIX, GuardedRoute, public
from toolwright.api.openapi import document_of

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)

_OPEN = "the product is open source, so its interface is no secret"
_METHODS = ("get", "post", "put", "patch", "delete")
_STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; }
h2 { margin: 2.5rem 0 .5rem; text-transform: capitalize; }
details { border-top: 1px solid var(--line); }
summary { cursor: pointer; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: .6rem 0; }
summary b { min-width: 4.5rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; }
pre { overflow: auto; border: 1px solid var(--line); border-radius: 6px; padding: .75rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: start; padding: .3rem .8rem .3rem 0; border-top: 1px solid var(--line); vertical-align: top; }
"""

Json = Mapping[str, Any]  # Any: an OpenAPI document holds anything JSON holds


@router.get(f"{PREFIX}/openapi.json")
@public(_OPEN)
async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(document_of(request.app))


@router.get("/api/docs")
@public(_OPEN)
async def page(request: Request) -> Response:
    """The document, readable."""
    return HTMLResponse(_page(document_of(request.app)))


@router.get("/api/docs/style.css")
@public(_OPEN)
async def style() -> Response:
    """The style of the page."""
    return Response(_STYLE, media_type="text/css", headers={"cache-control": "max-age=3600"})


def _page(document: Json) -> str:
    groups: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                operation = operations[method]
                groups.setdefault((operation.get("tags") or ["other"])[0], []).append(
                    "".join(_operation(method, path, operation, document))
                )
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(entries)}" for tag, entries in groups.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Toolwright API</title>'
        '<link rel="stylesheet" href="/api/docs/style.css"><main><h1>Toolwright API</h1>'
        f"<p>{escape(document['info']['description'])} Send <code>Authorization: Bearer tw_…</code>. "
        f'The whole document: <a href="{PREFIX}/openapi.json">openapi.json</a>.</p>{body}</main></html>'
    )


def _operation(method: str, path: str, operation: Json, document: Json) -> Iterator[str]:
    summary = escape(str(operation.get("description") or operation.get("summary") or ""))
    yield f"<details><summary><b>{method.upper()}</b><code>{escape(path)}</code><span>{summary}</span></summary>"
    parameters = operation.get("parameters") or []
    if parameters:
        yield "<table><tr><th>Parameter<th>In<th>Type"
        for parameter in parameters:
            kind = _kind(parameter.get("schema", {}))
            yield f"<tr><td><code>{escape(parameter['name'])}</code><td>{parameter['in']}<td>{escape(kind)}"
        yield "</table>"
    content = (operation.get("requestBody") or {}).get("content", {})
    for media_type, body in content.items():
        yield f"<p>Body, {escape(media_type)}:</p>{_fields(body.get('schema', {}), document)}"
    for status, response in operation.get("responses", {}).items():
        for body in response.get("content", {}).values():
            yield f"<p>Answer {escape(status)}:</p>{_fields(body.get('schema', {}), document)}"
            break
    yield "</details>"


def _fields(schema: Json, document: Json) -> str:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    properties = schema.get("properties")
    if not properties:
        return f"<pre>{escape(_kind(schema))}</pre>"
    required = schema.get("required", ())
    lines = (f"{name}{'' if name in required else '?'}: {_kind(kind)}" for name, kind in properties.items())
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _kind(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "anything")
