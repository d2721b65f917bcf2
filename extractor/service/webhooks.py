"""Tells the operator's own address that a document has ended, signed as standardwebhooks.com has it."""

from __future__ import annotations

import json

import httpx
from standardwebhooks import Webhook

from extractor.service.database import DocumentRow, ReviewRow, now
from extractor.service.documents import FINISHED
from extractor.service.settings import ServiceSettings

SECONDS = 10.0


class Webhooks:
    """The address of the settings, which no request can choose."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._url = settings.webhook_url
        secret = settings.webhook_secret
        self._signer = None if secret is None else Webhook(secret.get_secret_value())

    @property
    def wanted(self) -> bool:
        """Whether anybody is to be told."""
        return self._url is not None

    def tell(self, row: DocumentRow, review: ReviewRow | None = None) -> None:
        """Post the document's end, or that it is reviewed.  Raises `httpx.HTTPError` unless the answer is 2xx."""
        assert self._url is not None
        moment = now()
        told = ("id", "state", "kind", "unplaced", "sha256", "name", "error")
        data = {name: getattr(row, name) for name in told}
        kind = "document.finished" if row.state in FINISHED else f"document.{row.state}"
        notice = row.job
        if review is not None and review.state == "reviewed":
            kind, notice = "document.reviewed", f"{row.job}-{review.decisions}"
            data["review"] = review.counts | {"suspects": review.suspects, "failing_checks": review.failing}
        body = json.dumps({"type": kind, "timestamp": moment.isoformat(), "data": data})
        headers = {"content-type": "application/json", "webhook-id": notice}
        headers["webhook-timestamp"] = str(int(moment.timestamp()))
        if self._signer is not None:
            headers["webhook-signature"] = self._signer.sign(notice, moment, body)
        httpx.post(self._url, content=body, headers=headers, timeout=SECONDS).raise_for_status()
