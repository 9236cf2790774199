"""What a page cost, in headers of its answer; only while measuring (ODNOS_BENCH=1)."""

import os
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse


class Cost:
    """Counts the statements of one request and the time they took."""

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0
        self.started, self.cpu = time.perf_counter(), time.thread_time()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]
    ) -> Any:
        self.queries += 1
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started


class TimingMiddleware:
    """Say how long the application and its database took, and how many statements it ran."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if os.environ.get("ODNOS_BENCH") != "1":
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.ensure_connection()  # a new connection puts its own wrapper last, and would lose it to ours
        cost = Cost()
        with connection.execute_wrapper(cost):
            response = self.get_response(request)
        spent = (time.perf_counter() - cost.started) * 1000
        cpu = (time.thread_time() - cost.cpu) * 1000
        response["Server-Timing"] = (
            f"app;dur={spent:.2f}, db;dur={cost.seconds * 1000:.2f}, cpu;dur={cpu:.2f}"
        )
        response["X-Queries"] = str(cost.queries)
        return response
