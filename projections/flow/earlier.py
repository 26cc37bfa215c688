"""Files of ways as they were at earlier positions."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from application.log import Log
from projections.earlier import WAYS, Earlier
from projections.flow.file import WaysFile
from projections.flow.following import fill


class EarlierWays(Earlier):
    """Those of one place."""

    kind = WAYS

    def fill(self, path: Path, seq: int) -> None:
        """As the file of now is filled, in this process."""
        with closing(Log(self._settings)) as log:
            fill(self._settings, log, path, seq, partial(self._tell, seq), processes=0)

    @contextmanager
    def opened(self, seq: int) -> Iterator[WaysFile]:
        """One that is there, to be asked; that it is of use is noted."""
        path = self._path(seq)
        os.utime(path)
        with closing(WaysFile(path)) as file:
            yield file
