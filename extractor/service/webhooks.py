"""Tells the operator's own address that a document has ended, signed as standardwebhooks.com has it."""

from __future__ import annotations

import json

import httpx
from standardwebhooks import Webhook

from extractor.service.database import DocumentRow, now
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

    def tell(self, row: DocumentRow) -> None:
        """Post the document's end.  Raises `httpx.HTTPError` unless the answer is 2xx."""
        assert self._url is not None
        moment = now()
        told = ("id", "state", "kind", "unplaced", "sha256", "name", "error")
        data = {name: getattr(row, name) for name in told}
        kind = "document.finished" if row.state in FINISHED else f"document.{row.state}"
        body = json.dumps({"type": kind, "timestamp": moment.isoformat(), "data": data})
        headers = {"content-type": "application/json", "webhook-id": row.job}
        headers["webhook-timestamp"] = str(int(moment.timestamp()))
        if self._signer is not None:
            headers["webhook-signature"] = self._signer.sign(row.job, moment, body)
        httpx.post(self._url, content=body, headers=headers, timeout=SECONDS).raise_for_status()
