"""What a command or a setting may choose, and its defaults."""

from __future__ import annotations

import os
from typing import Literal, NamedTuple

Scope = Literal["read", "review", "write", "admin"]
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Limits(NamedTuple):
    """What one document may take: seconds a page and in all, MiB of address space, pages."""

    page_seconds: float = 120.0
    document_seconds: float = 3600.0
    memory_mib: int = 6144
    pages: int = 2000
