"""Packages that an output needs and that the plain installation lacks."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from extractor.errors import PackageError


def require(packages: Sequence[str], extra: str) -> None:
    """Raise `PackageError` where one of the packages of an extra is missing."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise PackageError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed",
            hint=f"pip install 'juesuan[{extra}]'",
        )
