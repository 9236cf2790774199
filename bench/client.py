"""A browser's half of a conversation: keeps its connection, its cookies, and what every answer cost."""

from __future__ import annotations

import http.client
import re
import sys
import time
import urllib.parse
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """One answer, in milliseconds: `wall` as the client saw it, `app` inside the application, `cpu` its thread's own."""

    status: int
    body: bytes
    wall: float
    app: float
    cpu: float
    queries: int


@dataclass
class Client:
    """Speaks to 127.0.0.1:`port`."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        """Send one request. Stops the run on a server's failure: a figure of an error page is none."""
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **self.headers,
            **headers,
        }
        started = time.perf_counter()
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        content = response.read()
        wall = (time.perf_counter() - started) * 1000
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _equals, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";", 1)[0]
        told = dict(re.findall(r"(\w+);dur=([\d.]+)", response.headers.get("Server-Timing", "")))
        app, cpu = float(told.get("app", wall)), float(told.get("cpu", 0))
        return Answer(response.status, content, wall, app, cpu, int(response.headers.get("X-Queries", "0")))

    def get(self, path: str) -> Answer:
        try:
            answer = self.ask("GET", path)
        except http.client.RemoteDisconnected:  # a kept connection may end between two requests
            self.connection = None
            answer = self.ask("GET", path)
        if answer.status != 200:
            sys.exit(f"GET {path}: {answer.status} {answer.body[:500]!r}")
        return answer

    def sign_in(self, email: str, password: str) -> None:
        form = self.get("/sign-in").body.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, "the form of the sign-in page has no token"
        values = {"email": email, "password": password, "csrfmiddlewaretoken": token[1]}
        answer = self.ask(
            "POST",
            "/sign-in",
            urllib.parse.urlencode(values),
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )
        if answer.status != 302:
            sys.exit(f"{email} cannot sign in: {answer.status}")
