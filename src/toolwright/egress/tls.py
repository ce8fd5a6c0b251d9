"""TLS to an address under the name it was asked for."""

from __future__ import annotations

import ssl


class _Named(ssl.SSLContext):
    """Asks for, and checks, the certificate of `host`, whichever address the connection goes to.

    Database drivers take the host they connect to for the name in the certificate. They are given the checked address,
    so the name travels here.
    """

    host: str

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """As in the standard library; `server_hostname` is what the driver believes."""
        return super().wrap_bio(incoming, outgoing, server_side, self.host, session)


def context_for(host: str, authority: str | None = None) -> ssl.SSLContext:
    """A checking client context for connections that go to an address of `host`.

    `authority` is a certificate authority in PEM form to trust in place of the system's. Raises ssl.SSLError or
    ValueError when it is none.
    """
    context = _Named(ssl.PROTOCOL_TLS_CLIENT)
    context.host = host.rstrip(".")
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority:
        context.load_verify_locations(cadata=authority)
    else:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    return context
