"""Holds ledgers and figures against the log, and adds what does not fit to what was found in it."""

from collections.abc import Callable

from application.log import Log
from application.settings import Settings
from application.verifying import Verified
from application.verifying.findings import MOST
from projections.compare import compare
from projections.projector import Projector

Tell = Callable[[int, int], object]


def compare_model(settings: Settings, verified: Verified, tell: Tell) -> None:
    """Every row, folded anew. An altered log may break any fold, which is a finding as well."""
    try:
        ahead = _position(settings)
        if ahead > verified.events:
            verified.add("model-ahead", position=ahead, events=verified.events)
        for found, one in enumerate(compare(settings, tell), start=1):
            if found > MOST:
                verified.count("model-differs")
            else:
                verified.add("model-differs", table=one.table, key=", ".join(map(str, one.key)))
    except Exception as error:  # noqa: BLE001 - told by its name alone: its text may hold what a case says
        verified.add("model-unread", why=type(error).__name__)


def _position(settings: Settings) -> int:
    log = Log(settings)
    projector = Projector(settings, log)
    try:
        return projector.position()
    finally:
        projector.close()
        log.close()
