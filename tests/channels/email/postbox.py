"""A mail server that speaks real SMTP: it keeps what it takes, refuses whom it is told to, and asks some to come again."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
PASSWORD = "a password with spaces"


@dataclass
class Postbox:
    """What came in, and how often somebody tried."""

    messages: list[Any] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    later: int = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.tries.append(address)
        if address.startswith("nobody"):
            return "550 5.1.1 No such user"
        if len(self.tries) <= self.later:
            return "451 4.7.1 Greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 Taken"


def opened(postbox: Postbox, **options: Any) -> Controller:
    """Open a server for a postbox on a free port."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    server = Controller(postbox, hostname=HOST, port=port, **options)
    server.start()
    return server


def port_of(server: Controller) -> int:
    return server.server.sockets[0].getsockname()[1]


def authenticator(_server, _session, _envelope, _mechanism, data) -> AuthResult:
    is_right = data.password == PASSWORD.encode()
    return AuthResult(success=is_right, handled=is_right)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server shows, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "postbox")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
        )
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "postbox.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    return shown, ssl.create_default_context(cafile=str(file))
