"""Stored files: the bytes lie under their content hash, and whoever sees a record that names the hash may read them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.models import RecordValue
from odnos.objects import fields as f
from odnos.objects.fields import Invalid
from odnos.objects.fields.file import Stored
from odnos.objects.registry import registry

LARGEST = 25 * 1024 * 1024
UNWANTED = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What a file's name must not carry: path signs, control characters, and marks that turn the reading order."""


def store(chunks: Iterable[bytes], name: str, *, largest: int = LARGEST) -> dict[str, Any]:
    """Keep a stream of bytes and return the value of a file field. Raises Invalid for one that is empty or too large.

    The bytes are on the disk, under their final name, before this returns.
    """
    folder = Path(settings.FILES)
    folder.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=folder, prefix=".upload-")
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = pour(chunks, file, largest)
            file.flush()
            os.fsync(file.fileno())
        settle(Path(written), path_of(digest))
    finally:
        Path(written).unlink(missing_ok=True)
    return Stored(name=clean_name(name), size=size, sha256=digest)


def pour(chunks: Iterable[bytes], file: Any, largest: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > largest:
            raise Invalid(_("This file is too large; up to %(most)s MB fit.") % {"most": largest // 1024**2})
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise Invalid(_("This file is empty."))
    return digest.hexdigest(), size


def settle(written: Path, target: Path) -> None:
    """Give a written file its final name, and the name itself to the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def clean_name(name: str) -> str:
    """Return the last part of a file's name without anything that could mislead."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = UNWANTED.sub("_", last).encode("utf-8", "replace").decode().strip(" .")
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[:150]}{dot}{ending[:40]}" if dot else kept[:190]
    return short or "file"


def path_of(sha256: str) -> Path:
    """Return where the bytes of this hash lie. Raises NotFound for what is no hash."""
    if not f.file.SHA256.fullmatch(sha256):
        raise NotFound(f"file {sha256[:80]!r}")
    return Path(settings.FILES) / sha256[:2] / sha256


def may_name(value: Mapping[str, Any], *, by: Actor) -> bool:
    """Whether `by` may put this file on a record: they have just brought its bytes, or read it on another record.

    A hash is no key: who only knows it could else read a file that was never shown to them.
    """
    if isinstance(value, Stored) or by.is_system:
        return True
    try:
        find(value["sha256"], by=by)
    except NotFound:
        return False
    return True


def find(sha256: str, *, by: Actor) -> tuple[Path, Mapping[str, Any]]:
    """Return the bytes' place and the file's value as a record seen by `by` names it. Raises NotFound."""
    path = path_of(sha256)
    held = RecordValue.objects.filter(value=sha256, field__in=file_fields(), object_key__in=holders())
    for key, record_id, name in held.values_list("object_key", "record_id", "field"):
        kind = known_to(key, by=by)
        rows = read.get_many(kind, [record_id], by=by) if name in kind.by_name else {}
        value = rows[record_id][name] if record_id in rows else None
        if value and value["sha256"] == sha256 and path.is_file():
            return path, value
    raise NotFound(f"file {sha256}")


def holders() -> set[str]:
    return {item.key for item in registry for field in item.all_fields if isinstance(field, f.File)}


def file_fields() -> set[str]:
    return {field.name for item in registry for field in item.all_fields if isinstance(field, f.File)}
