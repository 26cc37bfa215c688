"""For how long the clocks of a case stood still, and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.case import events as e
from domain.case.fold import corrected

HEARING = "hearing"
_STOPS = (e.Paused, e.HearingOpened)
_RUNS = (e.Resumed, e.HearingEnded)


def stood_still(
    history: Sequence[e.Fact], reason: str, since: datetime, until: datetime
) -> timedelta:
    """How long a clock that ran from `since` stood still for the reason, in pauses over by then."""
    stood = timedelta(0)
    stopped: datetime | None = None
    for event in corrected(history):
        if isinstance(event, _STOPS):
            same = getattr(event, "reason", HEARING) == reason
            stopped = max(event.at, since) if same else None
        elif isinstance(event, _RUNS) and stopped is not None:
            if stopped < event.at <= until:
                stood += event.at - stopped
            stopped = None
    return stood
