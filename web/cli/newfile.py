"""Writes a new file of which only its owner reads, and which has its name when it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from web.cli.failures import Failure
from web.cli.language import Text

THERE = Text(
    "{path} is there already and is not written over: choose another name.",
    "{path} 已存在，不会覆盖，请换一个文件名。",
)
NO_FOLDER = Text(
    "There is no folder {path}: make it first, or choose another.",
    "文件夹 {path} 不存在，请先建立，或换一个位置。",
)
PART = ".part"
OWNER_ONLY = 0o600


@contextmanager
def new_file(out: Path) -> Iterator[Path]:
    """Where to write meanwhile; it is gone where writing is broken off. Errors: `Failure`."""
    part = out.with_name(out.name + PART)
    _require_new(out)
    if not out.parent.is_dir():
        raise Failure(NO_FOLDER(path=out.parent))
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY))
        yield part
        _require_new(out)
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)


def _require_new(out: Path) -> None:
    if out.exists():
        raise Failure(THERE(path=out))
