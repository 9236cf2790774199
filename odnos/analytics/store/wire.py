"""What goes over the socket: frames with their length before them; questions as JSON, rows as Arrow's own stream."""

from __future__ import annotations

import datetime as dt
import os
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import pyarrow as pa

LENGTH = struct.Struct(">Q")
MOST = 1 << 30
NAME_ROOM = 100  # an address of a socket holds 108 bytes
TYPED: Mapping[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "moment": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
}


class Broken(ConnectionError):
    """The other side went away in the middle of a word."""


def send(to: socket.socket, frame: bytes) -> None:
    """Send one frame."""
    to.sendall(LENGTH.pack(len(frame)))
    to.sendall(frame)


def receive(from_: socket.socket) -> bytes:
    """Return the next frame. Raises Broken, TimeoutError."""
    (length,) = LENGTH.unpack(_exactly(from_, LENGTH.size))
    if length > MOST:
        raise Broken(f"a frame of {length} bytes")
    return _exactly(from_, length)


def _exactly(from_: socket.socket, length: int) -> bytes:
    held = bytearray(length)
    view, got = memoryview(held), 0
    while got < length:
        number = from_.recv_into(view[got:])
        if not number:
            raise Broken("the connection ended")
        got += number
    return bytes(held)


def packed(message: Mapping[str, Any]) -> bytes:
    """Return a message as bytes; `parameters` keep the types of their values."""
    return orjson.dumps({**message, "parameters": typed(message.get("parameters") or {})})


def unpacked(frame: bytes) -> dict[str, Any]:
    """Return the message that `packed` made."""
    message: dict[str, Any] = orjson.loads(frame)
    return {**message, "parameters": plain(message.get("parameters") or {})}


def typed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: typed(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return {"": "list", "values": [typed(one) for one in value]}
    if isinstance(value, Decimal):
        return {"": "decimal", "value": str(value)}
    if isinstance(value, dt.datetime):
        return {"": "moment", "value": value.isoformat()}
    return {"": "date", "value": value.isoformat()} if isinstance(value, dt.date) else value


def plain(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    kind = value.get("")
    if kind == "list":
        return [plain(one) for one in value["values"]]
    return TYPED[kind](value["value"]) if kind else {name: plain(one) for name, one in value.items()}


def stream_of(rows: pa.Table) -> bytes:
    """Return a table as Arrow's stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return bytes(sink.getvalue())


def table_of(stream: bytes) -> pa.Table:
    """Return the table of a stream."""
    import pyarrow as pa

    with pa.ipc.open_stream(stream) as reader:
        return reader.read_all()


@contextmanager
def address(path: Path) -> Iterator[str]:
    """Yield an address of the socket at `path` that is short enough, however deep the folder lies."""
    if len(os.fsencode(path)) < NAME_ROOM:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
