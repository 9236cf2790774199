"""What of an entry is hashed, how the digests of a block are packed, and who signs it."""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.crypto import constant_time_compare, salted_hmac

from odnos.engine.audit.models import Block, Entry

SALT = 16
MEMBER = struct.Struct(">qqH32s")
GENESIS = "0" * 64
COLUMNS = (
    "id",
    "record_id",
    "object_key",
    "at",
    "actor_id",
    "source",
    "address",
    "token_id",
    "version",
    "action",
    "change_set_id",
    "erased_by_id",
)
Values = tuple[Any, ...]
"""The hashed columns of an entry in their order, and its diff as the database writes it."""


@dataclass(frozen=True)
class Member:
    """What a block keeps of an entry."""

    id: int
    record_id: int
    object_key: str
    digest: bytes
    salt: bytes


def values_of(found: QuerySet[Entry]) -> QuerySet[Any, Any]:
    """Return the query of what is hashed of each entry."""
    return found.annotate(diff_=Cast("diff", TextField())).values_list(*COLUMNS, "diff_")


def digest(values: Values, salt: bytes) -> bytes:
    """Return the salted digest of an entry. That it was erased since is not hashed: the erasing entry says so."""
    *plain, _erased_by, diff = values
    plain[3] = plain[3].astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(salt + orjson.dumps([*plain, diff])).digest()


def packed(entries: Sequence[Values], salts: bytes, keys: list[str]) -> bytes:
    """Return the members of a block."""
    places = {key: place for place, key in enumerate(keys)}
    return b"".join(
        MEMBER.pack(values[0], values[1], places[values[2]], digest(values, salts[at : at + SALT]))
        for at, values in zip(range(0, len(entries) * SALT, SALT), entries, strict=True)
    )


def members_of(block: Block) -> Iterator[Member]:
    """Yield what a block keeps of its entries, in their order."""
    salts = bytes(block.salts)
    for place, (entry_id, record_id, key, kept) in enumerate(MEMBER.iter_unpack(bytes(block.members))):
        salt = salts[place * SALT : (place + 1) * SALT]
        name = block.keys[key] if key < len(block.keys) else ""
        yield Member(entry_id, record_id, name, kept, salt)


def hash_of(block: Block) -> str:
    """Return the hash of everything in a block but its salts and its seal, with the hash of the block before."""
    at = block.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    told = orjson.dumps(
        [block.number, block.previous, block.after_id, block.upto_id, block.count, block.keys, at]
    )
    return hashlib.sha256(told + bytes(block.members)).hexdigest()


def sealed(hash_: str, key: str) -> str:
    return salted_hmac("odnos.engine.audit", hash_, secret=key, algorithm="sha256").hexdigest()


def is_sealed(block: Block) -> bool:
    """Whether this installation's key, or one it had before, signed the block."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(sealed(block.hash, key), block.seal) for key in keys)
