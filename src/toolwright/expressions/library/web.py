"""Address (URL), HTML and encoding functions."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from html import escape
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from toolwright.expressions.budget import Budget
from toolwright.expressions.fault import refuse
from toolwright.expressions.function import Group
from toolwright.expressions.value import Data, to_text
from toolwright.ids import join_key

GROUP = Group("url and encoding")
add = GROUP.add
_MAX_URL = 8_000


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url[:_MAX_URL])
    except ValueError:
        raise refuse("This is not an address (URL).") from None


@add(
    "url_encode(text: text) -> text", "The text for use inside an address.", ("url_encode('a b/ü')", "'a%20b%2F%C3%BC'")
)
def url_encode(budget: Budget, text: str) -> str:
    budget.spend(1 + (len(text) >> 4), 9 * len(text))
    return quote(text, safe="")


@add("url_decode(text: text) -> text", "The text an address part stands for.", ("url_decode('a%20b')", "'a b'"))
def url_decode(budget: Budget, text: str) -> str:
    budget.spend(1 + (len(text) >> 3), len(text))
    return unquote(text)


@add(
    "url_query(values: object) -> text",
    "Entries as the query of an address; None entries are left out.",
    ("url_query({'q': 'a b', 'page': 2})", "'q=a+b&page=2'"),
)
def url_query(budget: Budget, values: Mapping[str, Data]) -> str:
    pairs = [(to_text(name), to_text(value, budget)) for name, value in values.items() if value is not None]
    size = sum(len(name) + len(value) + 2 for name, value in pairs)
    budget.spend(1 + (size >> 3), 9 * size)
    return urlencode(pairs)


@add(
    "url_with(url: text, values: object) -> text",
    "The address with these entries in its query, replacing equal names.",
    ("url_with('/t?page=1&q=x', {'page': 2})", "'/t?q=x&page=2'"),
)
def url_with(budget: Budget, url: str, values: Mapping[str, Data]) -> str:
    parts = _split(url)
    budget.spend(1 + (len(url) >> 2), 4 * len(url))
    kept = {name: value for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in values}
    return urlunsplit(parts._replace(query=url_query(budget, {**kept, **values})))


@add(
    "url_join(base: text, url: text) -> text",
    "An address relative to another.",
    ("url_join('https://a.test/x/y', 'z')", "'https://a.test/x/z'"),
)
def url_join(_budget: Budget, base: str, url: str) -> str:
    try:
        return urljoin(base[:_MAX_URL], url[:_MAX_URL])
    except ValueError:
        raise refuse("This is not an address (URL).") from None


@add("url_host(url: text) -> text", "The host of an address.", ("url_host('https://a.test:8000/x')", "'a.test'"))
def url_host(_budget: Budget, url: str) -> str:
    return _split(url).hostname or ""


@add("url_path(url: text) -> text", "The path of an address.", ("url_path('https://a.test/x/y?z=1')", "'/x/y'"))
def url_path(_budget: Budget, url: str) -> str:
    return _split(url).path


@add(
    "url_params(url: text) -> object",
    "The query of an address as an object; the last of equal names wins.",
    ("url_params('/x?a=1&b=2')", "{'a': '1', 'b': '2'}"),
)
def url_params(budget: Budget, url: str) -> dict[str, str]:
    budget.spend(1 + (len(url) >> 2), 4 * len(url))
    return dict(parse_qsl(_split(url).query, keep_blank_values=True))


@add("url_without_query(url: text) -> text", "The address up to its query.", ("url_without_query('/x?a=1#b')", "'/x'"))
def url_without_query(_budget: Budget, url: str) -> str:
    return urlunsplit(_split(url)._replace(query="", fragment=""))


@add(
    "url_without_scheme(url: text) -> text",
    "The address without https:.",
    ("url_without_scheme('https://a.test/x')", "'//a.test/x'"),
)
def url_without_scheme(_budget: Budget, url: str) -> str:
    return urlunsplit(_split(url)._replace(scheme=""))


@add(
    "row_id(*values: any) -> text",
    "The identifier of a row in addresses, from the values of its key; empty when one is missing.",
    ("row_id('A/1', 7)", "'A~s1,7'"),
    ("row_id(None)", "''"),
)
def row_id(budget: Budget, *values: Data) -> str:
    if any(value is None for value in values):
        return ""
    texts = [to_text(value, budget) for value in values]
    size = sum(map(len, texts))
    budget.spend(1 + (size >> 4), 2 * size)
    return join_key(texts)


@add("is_url(value: any) -> boolean", "Whether it is an http or https address.", ("is_url('https://a.test')", "True"))
def is_url(_budget: Budget, value: Data) -> bool:
    if not isinstance(value, str) or len(value) > _MAX_URL:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@add("escape_html(text: text) -> text", "The text with HTML signs written out.", ("escape_html('<b>')", "'&lt;b&gt;'"))
def escape_html(budget: Budget, text: str) -> str:
    budget.spend(1 + (len(text) >> 5), 6 * len(text))
    return escape(text)


@add("base64_encode(text: text) -> text", "The text's UTF-8 bytes as Base64.", ("base64_encode('hi')", "'aGk='"))
def base64_encode(_budget: Budget, text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@add("base64_decode(text: text) -> text", "The UTF-8 text that Base64 stands for.", ("base64_decode('aGk=')", "'hi'"))
def base64_decode(_budget: Budget, text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        raise refuse("This is not Base64 of text.") from None


@add(
    "sha256(text: text) -> text",
    "A fingerprint of the text, 64 hexadecimal digits.",
    ("left(sha256('a'), 6)", "'ca9781'"),
)
def sha256(budget: Budget, text: str) -> str:
    budget.spend(1 + (len(text) >> 4))
    return hashlib.sha256(text.encode()).hexdigest()
