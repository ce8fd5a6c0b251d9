"""Where sealed secrets are kept. What is stored here is ciphertext; only the vault can open it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert, select, update

from toolwright import clock
from toolwright.store.connection import Connection
from toolwright.store.database import Database
from toolwright.store.schema import secret


class SecretRepository:
    """Ciphertexts by (workspace, name)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, workspace: str, name: str) -> bytes | None:
        """The ciphertext, or None."""
        query = select(secret.c.ciphertext).where(secret.c.workspace == workspace, secret.c.name == name)
        async with self._db.read() as connection:
            found: bytes | None = (await connection.execute(query)).scalar_one_or_none()
        return found

    async def put(self, workspace: str, name: str, ciphertext: bytes) -> None:
        """Store or replace one."""
        async with self._db.begin() as connection:
            await put_secret(connection, workspace, name, ciphertext)

    async def put_first(self, workspace: str, name: str, ciphertext: bytes) -> bytes:
        """Store one unless it is there already; answers the one that is stored."""
        async with self._db.begin() as connection:
            query = select(secret.c.ciphertext).where(secret.c.workspace == workspace, secret.c.name == name)
            found: bytes | None = (await connection.execute(query)).scalar_one_or_none()
            if found is not None:
                return found
            await put_secret(connection, workspace, name, ciphertext)
        return ciphertext

    async def replace_all(self, ciphertexts: Mapping[tuple[str, str], tuple[bytes, bytes]]) -> None:
        """Replace (old by new) where the old one is still stored: a secret changed meanwhile keeps its new value."""
        async with self._db.begin() as connection:
            for (workspace, name), (old, new) in ciphertexts.items():
                await connection.execute(
                    update(secret)
                    .where(secret.c.workspace == workspace, secret.c.name == name, secret.c.ciphertext == old)
                    .values(ciphertext=new)
                )

    async def all(self) -> dict[tuple[str, str], bytes]:
        """Every ciphertext, keyed by (workspace, name)."""
        async with self._db.read() as connection:
            rows = await connection.execute(select(secret.c.workspace, secret.c.name, secret.c.ciphertext))
            return {(row.workspace, row.name): row.ciphertext for row in rows}

    async def names(self, workspace: str) -> list[str]:
        """The names stored for a workspace, sorted."""
        query = select(secret.c.name).where(secret.c.workspace == workspace).order_by(secret.c.name)
        async with self._db.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def remove(self, workspace: str, prefix: str) -> int:
        """Remove the secret of that name, or all below it when it ends in `/`; answers how many."""
        matches = secret.c.name.startswith(prefix, autoescape=True) if prefix.endswith("/") else secret.c.name == prefix
        async with self._db.begin() as connection:
            return (await connection.execute(delete(secret).where(secret.c.workspace == workspace, matches))).rowcount


async def keep_secrets(connection: Connection, workspace: str, kept: Collection[str], gone: Iterable[str] = ()) -> None:
    """Remove every secret of the workspace's data sources but those named, and those in `gone`, in a transaction.

    A name in `gone` that ends in `/` stands for all below it.
    """
    for prefix in ("sources/", *gone):
        matches = secret.c.name.startswith(prefix, autoescape=True) if prefix.endswith("/") else secret.c.name == prefix
        which = (secret.c.workspace == workspace, matches, secret.c.name.not_in(kept))
        await connection.execute(delete(secret).where(*which))


async def put_secret(connection: Connection, workspace: str, name: str, ciphertext: bytes) -> None:
    """Store or replace a ciphertext inside a running transaction."""
    values = {"ciphertext": ciphertext, "updated_at": clock.now()}
    changed = await connection.execute(
        update(secret).where(secret.c.workspace == workspace, secret.c.name == name).values(**values)
    )
    if changed.rowcount == 0:
        await connection.execute(insert(secret).values(workspace=workspace, name=name, **values))


async def drop_secret(connection: Connection, workspace: str, name: str) -> bool:
    """Remove a ciphertext inside a running transaction; answers whether there was one."""
    gone = delete(secret).where(secret.c.workspace == workspace, secret.c.name == name)
    return (await connection.execute(gone)).rowcount > 0
