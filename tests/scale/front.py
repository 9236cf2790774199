"""A small HTTP front before chdb, the engine of ClickHouse in this process: enough of the protocol for clickhouse-connect."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lz4.frame

FORMAT = re.compile(rb"\bFORMAT\s+(\w+)\s*(;?\s*)$", re.IGNORECASE)
INSERT = re.compile(rb"\s*INSERT\s+INTO\s+(.*?)\s+FORMAT\s+(\w+)\s", re.IGNORECASE | re.DOTALL)
SET = ("final", "join_use_nulls", "max_execution_time", "output_format_arrow_string_as_string", "log_comment")
PACKED: dict[str, Any] = {
    "gzip": gzip.decompress,
    "lz4": lz4.frame.decompress,
}


class Front(ThreadingHTTPServer):
    """Answers at `url` with what the engine says; its data are in `folder`."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        from chdb.session import Session

        self.session = Session(str(folder))
        self.turn = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"clickhouse://default@127.0.0.1:{self.server_address[1]}/odnos_analytics"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
        self.session.close()

    def answered(self, sql: str, given: dict[str, str], format: str) -> bytes:
        with self.turn:
            if base := given.get("database"):
                self.session.query(f'USE "{base}"')
            for name, value in given.items():
                if name.startswith("param_"):
                    self.session.query(f"SET {name} = '{value}'")
            settings = [f"{name} = {value!r}" for name, value in given.items() if name in SET]
            if settings and sql.lstrip()[:6].upper() == "SELECT":
                sql += (", " if " SETTINGS " in sql else " SETTINGS ") + ", ".join(settings)
            found: bytes = self.session.query(sql, format).bytes()
            return found


class Handler(BaseHTTPRequestHandler):
    """One question."""

    server: Front
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.tell(200, b"Ok.\n", {})

    def do_POST(self) -> None:
        given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = (
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if "Content-Length" in self.headers
            else self.chunks()
        )
        body = PACKED.get(self.headers.get("Content-Encoding", ""), bytes)(body)
        asked = given.pop("query", "").encode()
        try:
            self.tell(200, *self.done(asked, body, given))
        except Exception as refusal:
            self.tell(500, str(refusal).encode(), {"X-ClickHouse-Exception-Code": "1"})

    def chunks(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline().strip() or b"0", 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def done(self, asked: bytes, body: bytes, given: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        sql = asked + (b"\n" if asked and body else b"") + body if not INSERT.match(asked + b" ") else asked
        if found := INSERT.match(sql + b" "):
            data = body if INSERT.match(asked + b" ") else sql[found.end() :]
            return self.inserted(found[1].decode(), data, found[2].decode(), given), {}
        form = FORMAT.search(sql)
        format = form[1].decode() if form else given.get("default_format", "TabSeparated")
        plain = FORMAT.sub(b"", sql).decode()
        return self.server.answered(plain, given, format), {"X-ClickHouse-Format": format}

    def inserted(self, into: str, data: bytes, format: str, given: dict[str, str]) -> bytes:
        number, name = tempfile.mkstemp()
        with os.fdopen(number, "wb") as file:
            file.write(data)
        try:
            return self.server.answered(
                f"INSERT INTO {into} SELECT * FROM file('{name}', '{format}')", given, "TabSeparated"
            )
        finally:
            Path(name).unlink()

    def tell(self, status: int, body: bytes, headers: dict[str, Any]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Length": str(len(body)),
            "X-ClickHouse-Timezone": "UTC",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return
