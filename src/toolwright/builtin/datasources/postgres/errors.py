"""What PostgreSQL's error codes mean (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

from __future__ import annotations

import re
import ssl

import asyncpg

from toolwright.errors import ToolwrightError, UpstreamFault
from toolwright.extend.sql import fault
from toolwright.extend.sql.fault import WriteFault, WriteFaultKind
from toolwright.extend.sql.network import StepName

_WRITES: dict[str, WriteFaultKind] = {
    "23505": "duplicate",
    "23P01": "duplicate",
    "23503": "foreign_key",
    "23001": "referenced",
    "23502": "not_null",
    "23514": "check",
    "44000": "check",
    "P0001": "check",
    "22001": "too_long",
    "22003": "out_of_range",
    "22P02": "invalid",
    "22P03": "invalid",
    "22007": "invalid",
    "22008": "out_of_range",
    "22021": "invalid",
    "22P05": "invalid",
    "25006": "read_only",
    "428C9": "invalid",
}
_KEY = re.compile(r"\((.+?)\)=\(")
_OF_STATEMENTS = frozenset({"0A", "21", "22", "23", "25", "2F", "42", "44", "54", "55", "P0", "38", "39"})
_BY_OURSELVES = frozenset({"55P03", "25P03"})
_GONE = frozenset({"57P01", "57P02", "57P03"})


def state_of(error: Exception) -> str:
    """The five-character code of a server error, empty for others."""
    return str(getattr(error, "sqlstate", None) or "") if isinstance(error, asyncpg.PostgresError) else ""


def is_disconnect(error: Exception) -> bool:
    """Whether the connection is gone."""
    if isinstance(error, (asyncpg.PostgresConnectionError, EOFError)):
        return True
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return True
    if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
        return True
    return state_of(error) in _GONE


def write_fault(error: Exception) -> WriteFault | None:
    """What a refused write means."""
    if state_of(error) == "22000":
        # The driver refuses values it cannot encode before it sends anything.
        return WriteFault("out_of_range" if "range" in str(error) else "invalid")
    kind = _WRITES.get(state_of(error))
    if kind is None:
        return None
    detail = str(getattr(error, "detail", None) or "")
    if kind == "foreign_key" and "still referenced" in detail:
        kind = "referenced"
    named = getattr(error, "column_name", None)
    key = _KEY.search(detail)
    columns = [str(named)] if named else [part.strip().strip('"') for part in key[1].split(",")] if key else []
    return WriteFault(kind, columns, getattr(error, "constraint_name", None))


def said(error: Exception) -> str | None:
    """What the server says about a statement that it does not carry out as it is; None for errors of other sorts."""
    state = state_of(error)
    if state[:2] not in _OF_STATEMENTS or state in _BY_OURSELVES:
        return None
    hint = getattr(error, "hint", None)
    place = getattr(error, "position", None)
    text = str(error).partition("\n")[0]
    return f"{text}{f' (at character {place})' if place else ''}.{f' {hint}' if hint else ''}"


def translate(error: Exception) -> ToolwrightError | None:
    """Our error for one of PostgreSQL's, of its driver or of the network."""
    if isinstance(error, ssl.SSLError):
        return UpstreamFault(
            "The encrypted connection could not be made.",
            code="source.tls",
            hint=_tls_hint(error),
            extra={"transient": False},
        )
    if isinstance(error, ConnectionError) and "rejected SSL" in str(error):
        return UpstreamFault(
            "The server does not offer encryption.",
            code="source.tls",
            hint="Turn on TLS in the server, or set tls to off for a network you trust.",
            extra={"transient": False},
        )
    state = state_of(error)
    if state:
        return _by_state(state)
    if is_disconnect(error):
        return fault.unreachable()
    if isinstance(error, (asyncpg.InterfaceError, asyncpg.InternalClientError)):
        return fault.refused()
    return None


def _by_state(state: str) -> ToolwrightError:
    if state in ("28P01", "28000"):
        return fault.sign_in_refused("The server may also not allow this user from this address (pg_hba.conf).")
    if state == "3D000":
        return UpstreamFault("There is no such database.", code="source.no_database", extra={"transient": False})
    if state == "57014":
        return UpstreamFault(
            "The data source gave up on the request.",
            code="source.timeout",
            extra={"transient": True, "timed_out": True},
        )
    if state in ("40001", "40P01"):
        return fault.interfered()
    if state in ("42P01", "42703", "3F000"):
        return fault.schema_changed()
    if state == "42501":
        return fault.no_rights()
    if state in _GONE or state.startswith("08"):
        return fault.unreachable("The server is shutting down or starting.")
    if state == "53100":
        return fault.no_room()
    if state.startswith("53"):
        return UpstreamFault(
            "The server has no connection or memory left.",
            code="source.busy",
            hint="Try again.",
            extra={"transient": True},
        )
    return fault.refused()


def blame(error: Exception) -> StepName:
    """The step of a connection test an error belongs to."""
    is_tls = isinstance(error, ssl.SSLError) or (isinstance(error, ConnectionError) and "SSL" in str(error))
    return "tls" if is_tls else "sign_in"


def _tls_hint(error: ssl.SSLError) -> str:
    text = str(error)
    if "hostname" in text.lower() or "IP address mismatch" in text:
        return "The certificate names another host: use that name, or verify_ca."
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "The certificate is not signed by an authority we trust: give the right ca_certificate."
    return "Server and client found no common form of encryption."
