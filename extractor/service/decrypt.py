"""Encrypted files that come with their password are kept without it, so that no password is: in a child process."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractor.errors import JuesuanError, PasswordError
from extractor.service.choices import Limits
from extractor.service.process_pool import ChildPool


class Decrypter:
    """Takes the protection off one file at a time."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.page_seconds
        self._children = ChildPool(1, limits.memory_mib)

    def decrypt(self, path: Path, password: str) -> None:
        """Replace an encrypted PDF by the same without protection; another file stays.

        Raises `PasswordError` where the password is wrong, or the file cannot be opened.
        """
        target = path.with_name(f"{path.name}.clear")
        future = self._children.schedule(_decrypted, path, password, target, seconds=self._seconds)
        try:
            if future.result():
                target.replace(path)
        except JuesuanError:
            raise
        except Exception as error:  # its death, its limits, and whatever a library does with one file
            raise PasswordError("the file cannot be opened with this password", hint="Check both") from error

    def close(self) -> None:
        """End the child."""
        self._children.close()


def _decrypted(path: Path, password: str, target: Path) -> bool:
    """Whether the file was encrypted; then `target` is the same without protection."""
    if not path.open("rb").read(1024).lstrip().startswith(b"%PDF") or _opens(path, None):
        return False
    if not _opens(path, password):
        raise PasswordError("the password is wrong", hint="Check it")
    document = pdfium.PdfDocument(path, password=password)
    document.save(target, flags=raw.FPDF_REMOVE_SECURITY)
    document.close()
    return True


def _opens(path: Path, password: str | None) -> bool:
    try:
        pdfium.PdfDocument(path, password=password).close()
    except pdfium.PdfiumError:
        return False
    return True
