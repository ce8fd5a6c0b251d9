"""What columns and tables are for, told from names, types and keys. Every rule is a guess a person may undo."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolwright.autogen.naming import words_of
from toolwright.autogen.words import singular
from toolwright.extend.datasource import ColumnShape
from toolwright.model.table import Column, DataType, Table, TableKind

FRAMEWORK_TABLES = frozenset(
    [
        "alembic_version", "django_migrations", "django_session", "django_content_type", "django_admin_log",
        "django_site", "auth_permission", "auth_group_permissions", "auth_user_user_permissions", "auth_user_groups",
        "schema_migrations", "ar_internal_metadata", "flyway_schema_history", "databasechangelog",
        "databasechangeloglock", "knex_migrations", "knex_migrations_lock", "migrations", "migration_versions",
        "prisma_migrations", "sequelize_meta", "spatial_ref_sys", "geometry_columns", "geography_columns",
        "pg_stat_statements", "pg_stat_statements_info", "sqlite_sequence", "sqlite_stat1", "typeorm_metadata",
        "efmigrations_history", "doctrine_migration_versions", "phinxlog", "goose_db_version", "celery_taskmeta",
        "failed_jobs", "password_resets", "personal_access_tokens", "cache_locks",
    ]
)  # fmt: skip
"""Book-keeping of frameworks: listed, but not part of an app."""

_DISPLAY = (
    "name", "full_name", "display_name", "title", "label", "subject", "summary", "username", "user_name", "login",
    "email", "email_address", "hostname", "number", "code", "sku", "reference", "slug", "last_name",
    "first_name", "key",
)  # fmt: skip
_DISPLAY_ENDINGS = ("name", "title", "label", "subject", "number", "code", "reference")
_LONG = frozenset(
    [
        "description", "desc", "descr", "body", "content", "contents", "notes", "note", "comment", "comments",
        "message", "text", "html", "markdown", "remarks", "remark", "bio", "biography", "details", "detail",
        "instructions",
        "resolution", "signature", "payload", "json", "xml", "script", "stacktrace", "traceback", "log", "output",
        "answer", "template", "reason", "about", "extra", "special_features", "fulltext",
    ]
)  # fmt: skip
_SECRET = re.compile(
    r"(^|_)(password|passwd|pwd|passphrase|secret|salt|token|api_key|apikey|private_key|access_key|otp|totp|pin|ssn|cvv|"
    r"password_hash|hash_password|encrypted_password)(_|$)"
)
STATE_WORDS = frozenset(["status", "state", "priority", "severity", "stage", "phase", "level", "urgency", "impact"])
SORT_WORDS = frozenset(["type", "kind", "category", "class", "group", "mode", "channel", "criticality"])
PEOPLE = frozenset(
    [
        "user", "person", "employee", "customer", "client", "contact", "member", "staff", "agent", "owner", "assignee",
        "author", "requester", "reporter", "manager", "approver", "patient", "student", "supplier", "vendor", "account",
    ]
)  # fmt: skip
_TECHNICAL = frozenset(["id", "uuid", "guid", "hash", "checksum", "etag", "url", "uri", "path"])
_CHANGE_WORDS = frozenset(["created", "updated", "modified", "changed", "inserted"])
_CHANGE_NAMES = frozenset(
    [
        "timestamp",
        "create_date",
        "write_date",
        "last_update",
        "last_updated",
        "date_created",
        "date_updated",
        "createdat",
    ]
)
_SHORT_LENGTH, _LONG_LENGTH, _LONGEST_LINE = 120, 400, 3000


def display_column(table: Table) -> str | None:
    """The column that names a row to people; None when only its key does."""
    texts = [column for column in table.columns if _can_name(column, table)]
    by_name = {column.name: column for column in texts}
    own = singular(words_of(table.native.table.lower() if table.native else "")[-1]) if table.native else ""
    wanted = (*_DISPLAY[:7], own, f"{own}_name", f"{own}_title", *_DISPLAY[7:13], f"{own}_number", f"{own}_code")
    for name in (*wanted, *_DISPLAY[13:]):
        if name in by_name:
            return name
    ended = [
        column
        for ending in _DISPLAY_ENDINGS
        for column in texts
        if words_of(column.name)[-1:] == [ending] and column.type is DataType.TEXT
    ]
    # `triggering_user_name`, which may be missing, names a run less well than its own `run_id`.
    always = next((column.name for column in ended if not column.nullable), None)
    return always or _own_text(table, texts, own) or next((c.name for c in ended), None) or _any_text(texts)


def _own_text(table: Table, texts: Sequence[Column], own: str) -> str | None:
    """A text no two rows share, or the table's own identifier in text."""
    singles = {key[0] for key in table.unique if len(key) == 1}
    unique = next((column.name for column in _plain(texts) if column.name in singles), None)
    own_id = table.by_name.get(f"{own}_id")
    if unique is None and own_id is not None and own_id.type is DataType.TEXT and not is_foreign(own_id.name, table):
        return own_id.name
    return unique


def _any_text(texts: Sequence[Column]) -> str | None:
    """A text that every row has, or else one that some have."""
    plain = _plain(texts)
    always = next((column.name for column in plain if not column.nullable), None)
    return always or next((column.name for column in plain), None)


def _plain(texts: Sequence[Column]) -> list[Column]:
    return [column for column in texts if column.type is DataType.TEXT and not _is_state(column)]


def _is_state(column: Column) -> bool:
    return bool(column.options) or words_of(column.name)[-1] in STATE_WORDS | SORT_WORDS


def _can_name(column: Column, table: Table) -> bool:
    if column.long or column.sensitive or is_foreign(column.name, table) or is_technical(column):
        return False
    is_named_number = column.type is DataType.INTEGER and words_of(column.name)[-1] in ("number", "code", "no")
    return column.type is DataType.TEXT or is_named_number


def is_foreign(name: str, table: Table) -> bool:
    """Whether the column is part of a foreign key."""
    return any(name in relation.columns for relation in table.relations)


def is_technical(column: Column) -> bool:
    """Whether the column is for machines: identifiers, hashes, checksums, addresses of pictures."""
    words = words_of(column.name)
    return column.type is DataType.UUID or words[-1] in _TECHNICAL


def is_long_text(name: str, shape: ColumnShape) -> bool:
    """Whether text runs over several lines: told by length where the database says one, else by name."""
    if shape.options:
        return False
    words = words_of(name)
    is_line = words[-1].endswith(_DISPLAY_ENDINGS) or words[-1] in _TECHNICAL
    if is_line and shape.max_length is not None and shape.max_length <= _LONGEST_LINE:
        return False  # names and addresses are one line, however much room a schema leaves them
    if shape.max_length is not None:
        return shape.max_length > _LONG_LENGTH or (shape.max_length > _SHORT_LENGTH and bool(_LONG & set(words[-1:])))
    is_large_type = re.search(r"long|medium|clob", shape.native_type, re.IGNORECASE) is not None
    return is_large_type or name in _LONG or bool(_LONG & set(words[-1:]))


def is_sensitive(name: str, type_: DataType) -> bool:
    """Whether the column holds a credential or the like, which no screen should show."""
    return type_ in (DataType.TEXT, DataType.BINARY) and _SECRET.search(name) is not None


def is_join_table(table: Table) -> bool:
    """Whether the table only joins two others: two foreign keys, with at most a key, a time and an order of its own."""
    if table.kind is TableKind.VIEW or len(table.relations) != 2:
        return False
    foreign = {name for relation in table.relations for name in relation.columns}
    rest = [column for column in table.columns if column.name not in foreign and column.stamp is None]
    free = [column for column in rest if column.name not in table.primary_key and not is_timestamp(column)]
    own_order = [column for column in free if column.name in ("sort_order", "position", "rank", "sort", "ordering")]
    return len(free) == len(own_order)


def is_book_keeping(table: Table) -> bool:
    """Whether a framework keeps the table for itself."""
    return table.hidden and not is_join_table(table)


def needed_tables(tables: Mapping[str, Table]) -> list[str]:
    """All tables but the book-keeping of frameworks that nothing else refers to."""
    plain = {ref for ref, table in tables.items() if not is_book_keeping(table)}
    referred = {relation.target for ref in plain for relation in tables[ref].relations}
    return [ref for ref in tables if ref in plain or ref in referred]


def is_timestamp(column: Column) -> bool:
    """Whether the column says when the row was made or changed."""
    if column.type not in (DataType.DATETIME, DataType.DATE):
        return False
    return words_of(column.name)[0] in _CHANGE_WORDS or column.name in _CHANGE_NAMES
