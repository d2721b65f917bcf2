"""The HTTP service: FastAPI over the documents and the queue."""

from extractor.service.http.app import create_app

__all__ = ["create_app"]
