"""Speaking SMTP (RFC 5321): a letter is taken, or refused for good, or to be brought again later."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from odnos.channels.email.server import Server

PATIENCE = 30.0


class Refused(RuntimeError):
    """The server does not take this letter, today or ever; the message is what it said."""


class Later(RuntimeError):
    """The server is away, busy, or asks to come again; the message is what it said."""


def send(message: EmailMessage, *, to: str, server: Server, trust: ssl.SSLContext | None = None) -> None:
    """Hand a message over. Raises Refused, Later."""
    try:
        with _connected(server, trust or ssl.create_default_context()) as connection:
            connection.send_message(message, from_addr=server.sender, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        raise _answered(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise Later(f"the certificate of {server.host} is not trusted: {error.verify_message}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Later(f"{server.host}:{server.port}: {error}") from error


def _connected(server: Server, trust: ssl.SSLContext) -> smtplib.SMTP:
    if server.tls == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=trust)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.tls == "starttls":
            connection.starttls(context=trust)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _answered(code: int, words: bytes | str) -> Refused | Later:
    """4xx means later (greylisting, a full disk); whatever else is no."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = Later if 400 <= code < 500 else Refused
    return kind(f"{code} {' '.join(said.split())}")
