"""Results that were computed, kept as files by their hash: a convenience, never the record.

The record is the position and the rules: computed again as of it, the same bytes come out. So a
file that is not what its name says is not read, and any of them may be deleted at any time.
"""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from application.settings import Settings
from domain.assessment.result import Result, canonical, read

FOLDER: Final = "results"


class Results:
    """In the data folder of this host."""

    def __init__(self, settings: Settings) -> None:
        """The folder is made with the first of them."""
        self._folder = settings.data / FOLDER

    def file(self, digest: str) -> bytes | None:
        """The bytes of that hash, if they are here."""
        try:
            found = self._path(digest).read_bytes()
        except OSError:
            return None
        return found if sha256(found).hexdigest() == digest else None

    def get(self, digest: str) -> Result | None:
        """The result of that hash, if it is here."""
        found = self.file(digest)
        return read(found) if found is not None else None

    def keep(self, result: Result) -> str:
        """Write it down whole or not at all; gives its hash."""
        written = canonical(result)
        digest = sha256(written).hexdigest()
        if self.file(digest) is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(written)
            os.replace(file.name, self._path(digest))  # noqa: PTH105 - atomic, over what was there
        return digest

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"
