"""Writes what only its owner reads into a new file, whole, and on the disk."""

import os
from pathlib import Path

from application.custody.book import CustodyError


def write_new(path: Path, data: bytes) -> None:
    """Errors: `CustodyError` file-there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CustodyError("file-there", path=str(path)) from None
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
