"""A letter becomes a message (RFC 5322) with text, HTML, pictures and attachments, and a Message-ID that is ours."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from odnos.lib.letters import Letter, Piece


def message(letter: Letter, *, sender: str, by_name: str, at: dt.datetime) -> EmailMessage:
    """Return the message of a letter. Line ends in headers are taken out, so that no one writes further headers."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(one_line(by_name), addr_spec=sender)
    made["To"] = Address(one_line(letter.name), addr_spec=one_line(letter.to))
    made["Subject"] = one_line(letter.subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id(letter.key, sender)
    made["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        made[name] = one_line(value)
    made.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        _add_html(made, letter)
    for piece in letter.pieces:
        if not piece.cid:
            main, _slash, sub = piece.type.partition(";")[0].partition("/")
            made.add_attachment(piece.body, maintype=main, subtype=sub, filename=piece.name)
    return made


def _add_html(made: EmailMessage, letter: Letter) -> None:
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    html = made.get_payload()[-1]  # type: ignore[index]
    for piece in letter.pieces:
        if piece.cid:
            _relate(html, piece)  # type: ignore[arg-type]


def _relate(html: EmailMessage, piece: Piece) -> None:
    main, _slash, sub = piece.type.partition("/")
    html.add_related(
        piece.body,
        maintype=main,
        subtype=sub,
        cid=f"<{piece.cid}>",
        filename=piece.name,
        disposition="inline",
    )


def message_id(key: str, sender: str) -> str:
    """Return the Message-ID of the letter with this key: the same each time it is sent, and one that only we can make."""
    seal = hmac.new(settings.SECRET_KEY.encode(), f"mail:{key}".encode(), hashlib.sha256).hexdigest()
    return f"<{seal[:32]}@{sender.rpartition('@')[2]}>"


def one_line(words: str) -> str:
    return " ".join(words.split())
