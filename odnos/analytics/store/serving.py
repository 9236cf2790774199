"""The answering side of the socket: a thread for each question, of which so many run at once."""

from __future__ import annotations

import os
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from odnos.analytics.store import wire
from odnos.analytics.store.answer import StoreError, TookTooLong
from odnos.analytics.store.duck import Duck
from odnos.analytics.store.running import failed
from odnos.analytics.store.turns import Turns

AT_ONCE = 6  # questions that are worked on; further ones wait for their turn, which nobody has all of
Deed = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers for the store `duck`; `deeds` are what else can be asked for, by name."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: Path, duck: Duck, deeds: Mapping[str, Deed]) -> None:
        self.duck, self.deeds, self.path = duck, deeds, path
        self.turns = Turns(AT_ONCE)
        path.unlink(missing_ok=True)
        with wire.address(path) as short:
            before = os.umask(0o177)  # nobody else may ask, from the first moment on
            try:
                super().__init__(short, Handler)
            finally:
                os.umask(before)

    def begin(self) -> None:
        """Answer, in threads, until `shutdown`."""
        threading.Thread(target=self.serve_forever, args=(0.2,), name="analytics", daemon=True).start()


class Handler(socketserver.BaseRequestHandler):
    """One question."""

    server: Server
    request: socket.socket

    def handle(self) -> None:
        try:
            message = wire.unpacked(wire.receive(self.request))
            if message["do"] == "ask":
                self.answer(message)
            else:
                wire.send(self.request, wire.packed(self.server.deeds[message["do"]](message)))
        except StoreError as refusal:
            self.tell(type(refusal).__name__, str(refusal))
        except (ConnectionError, TimeoutError):
            return  # whoever asked is gone
        except Exception as fault:  # noqa: BLE001 - one question that breaks must not end the others
            self.tell("StoreError", str(failed(fault)))

    def answer(self, message: Mapping[str, Any]) -> None:
        begun, seconds = time.monotonic(), float(message["seconds"])
        who = int(message.get("who") or 0)
        if not self.server.turns.take(who, seconds=seconds):
            raise TookTooLong(_("Too much is being counted at the moment. Ask again a little later."))
        seconds -= time.monotonic() - begun  # nobody waits for an answer longer than that
        try:
            rows, as_of = self.server.duck.arrow(
                message["sql"], message["parameters"], seconds=seconds, ticket=message["ticket"]
            )
        finally:
            self.server.turns.give(who)
        wire.send(self.request, wire.packed({"as_of": as_of.isoformat()}))
        wire.send(self.request, wire.stream_of(rows))

    def tell(self, kind: str, why: str) -> None:
        try:
            wire.send(self.request, wire.packed({"error": kind, "why": why}))
        except ConnectionError:
            return
