"""What the error numbers of MySQL and MariaDB mean (https://mariadb.com/kb/en/mariadb-error-codes/)."""

from __future__ import annotations

import re
import ssl

from asyncmy import errors as vendor

from toolwright.errors import ToolwrightError, UpstreamFault
from toolwright.extend.sql import fault
from toolwright.extend.sql.fault import WriteFault, WriteFaultKind
from toolwright.extend.sql.network import StepName

_WRITES: dict[int, WriteFaultKind] = {
    1022: "duplicate",
    1062: "duplicate",
    1169: "duplicate",
    1586: "duplicate",
    1216: "missing_target",
    1452: "missing_target",
    1217: "referenced",
    1451: "referenced",
    1048: "not_null",
    1263: "not_null",
    1364: "not_null",
    1406: "too_long",
    1264: "out_of_range",
    1690: "out_of_range",
    1265: "invalid",
    1292: "invalid",
    1366: "invalid",
    1367: "invalid",
    1411: "invalid",
    1906: "invalid",
    3105: "invalid",
    3140: "invalid",
    1644: "check",
    3819: "check",
    4025: "check",
    1290: "read_only",
    1792: "read_only",
    1836: "read_only",
}
_NOT_OF_STATEMENTS = frozenset({1040, 1041, 1045, 1049, 1203, 1205, 1213, 1226, 1969, 3024, 1317})
_COLUMN = re.compile(r"(?:[Cc]olumn|Field) (?:`[^`]*`\.`[^`]*`\.)?[`'](?P<name>.+?)[`'](?: |$)")
_KEY = re.compile(r"for key '(?:[^']*\.)?(?P<name>[^'.]+)'$")
_FOREIGN = re.compile(r"FOREIGN KEY \((?P<names>.+?)\) REFERENCES")
_QUOTED = re.compile(r"`((?:[^`]|``)+)`")
_GONE = frozenset({1053, 1152, 1158, 1159, 1160, 1161, 1927, 2002, 2003, 2006, 2013, 2014, 2055, 4031})


def number_of(error: Exception) -> int:
    """The number of a server or driver error, 0 for others."""
    if isinstance(error, vendor.MySQLError) and error.args and isinstance(error.args[0], int):
        return error.args[0]
    return 0


def is_disconnect(error: Exception) -> bool:
    """Whether the connection is gone."""
    if isinstance(error, EOFError) or (isinstance(error, OSError) and not isinstance(error, TimeoutError)):
        return True
    number = number_of(error)
    return number in _GONE or (isinstance(error, vendor.InterfaceError) and number == 0)


def is_unreachable(error: Exception) -> bool:
    """Whether nothing answered at an address."""
    return isinstance(error, OSError) or number_of(error) in (2002, 2003)


def write_fault(error: Exception) -> WriteFault | None:
    """What a refused write means."""
    kind = _WRITES.get(number_of(error))
    if kind is None:
        return None
    text = str(error.args[1]) if len(error.args) > 1 else ""
    if kind == "duplicate":
        key = _KEY.search(text)
        return WriteFault(kind, (), key["name"] if key else None)
    if kind == "missing_target":
        found = _FOREIGN.search(text)
        return WriteFault(kind, [name.replace("``", "`") for name in _QUOTED.findall(found["names"])] if found else ())
    column = _COLUMN.search(text)
    return WriteFault(kind, [column["name"]] if column else ())


def said(error: Exception) -> str | None:
    """What the server says about a statement that it does not carry out as it is; None for errors of other sorts."""
    number = number_of(error)
    if not number or number in _NOT_OF_STATEMENTS or is_disconnect(error):
        return None
    return f"{error.args[1] if len(error.args) > 1 else number}."


def translate(error: Exception) -> ToolwrightError | None:
    """Our error for one of the server's, of its driver or of the network."""
    tls = tls_error(error)
    if tls is not None:
        return _tls_fault(tls)
    if is_disconnect(error):
        return fault.unreachable()
    if isinstance(error, vendor.MySQLError):
        return _by_number(number_of(error))
    return None


def tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """The failure to encrypt behind an error, if that is what it was."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__
    return None


def has_no_tls(error: Exception) -> bool:
    """Whether the server speaks no TLS: it does not understand the request (1043), or answers it in plain text."""
    tls = tls_error(error)
    return number_of(error) in (1043, 2026) if tls is None else tls.reason == "WRONG_VERSION_NUMBER"


def _by_number(number: int) -> ToolwrightError:
    if number in (1045, 1698, 3118, 4151):
        return fault.sign_in_refused(
            "A user that must use TLS (REQUIRE SSL) is refused in the same words: try tls = require. "
            "The server may also not allow this user from this address."
        )
    if number == 1049:
        return UpstreamFault("There is no such database.", code="source.no_database", extra={"transient": False})
    if number in (1044, 1142, 1143, 1227, 1370):
        return fault.no_rights()
    if number in (1051, 1054, 1146, 1356):
        return fault.schema_changed()
    if number in (1021, 1114):
        return fault.no_room()
    if number in (1205, 1213, 1020):
        return fault.interfered()
    if number in (1317, 1969, 3024):
        extra = {"transient": True, "timed_out": True}
        return UpstreamFault("The data source gave up on the request.", code="source.timeout", extra=extra)
    if number in (1040, 1203, 1226):
        return UpstreamFault(
            "The server has no connection left.", code="source.busy", hint="Try again.", extra={"transient": True}
        )
    return _no_tls() if number in (1043, 2026) else fault.refused()


def _no_tls() -> UpstreamFault:
    return UpstreamFault(
        "The server does not offer encryption.",
        code="source.tls",
        hint="Turn on TLS in the server, or set tls to off for a network you trust.",
        extra={"transient": False},
    )


def _tls_fault(error: ssl.SSLError) -> UpstreamFault:
    if has_no_tls(error):
        return _no_tls()
    text = str(error)
    if "hostname" in text.lower() or "IP address mismatch" in text:
        hint = "The certificate names another host: use that name, or verify_ca."
    elif "CERTIFICATE_VERIFY_FAILED" in text:
        hint = "The certificate is not signed by an authority we trust: give the right ca_certificate."
    else:
        hint = "Server and client found no common form of encryption."
    return UpstreamFault(
        "The encrypted connection could not be made.", code="source.tls", hint=hint, extra={"transient": False}
    )


def blame(error: Exception) -> StepName:
    """The step of a connection test an error belongs to."""
    return "tls" if tls_error(error) is not None or number_of(error) in (1043, 2026) else "sign_in"
