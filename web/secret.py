"""The key that signs forms: from the settings, or made once and kept beside the data."""

import os
import secrets
import tempfile
from pathlib import Path

from application.settings import Settings


def secret_key(settings: Settings) -> str:
    """The same for every process that shares the settings or the data folder."""
    return settings.secret_key or _kept(settings.data / "secret_key")


def _kept(path: Path) -> str:
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    """Written aside and linked into place, so that no process ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        Path(aside).unlink()
