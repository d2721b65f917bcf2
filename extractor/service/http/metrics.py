"""What Prometheus asks: documents by state from the database, requests of this process."""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.service.documents import Documents

SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics(Collector):
    """The numbers of one service process and its database."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self.requests = Histogram(
            "juesuan_http_seconds", "Seconds a request", ["method", "route", "status"], buckets=SLOW,
            registry=self._registry,
        )  # fmt: skip

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Documents by state."""
        family = GaugeMetricFamily("juesuan_documents", "Documents by state", labels=["state"])
        for state, number in self._documents.by_state().items():
            family.add_metric([state], number)
        yield family

    def text(self) -> bytes:
        """All numbers in Prometheus's format."""
        return generate_latest(self._registry)


class Timed:
    """ASGI middleware that measures every request by its route, not its path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Measure one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            seconds = time.perf_counter() - started
            self._metrics.requests.labels(scope["method"], route, status).observe(seconds)
