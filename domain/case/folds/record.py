"""What the facts of this stage change: see `domain.case.events.record`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case


@on(e.Noted)
def _noted(_: Case, __: e.Noted) -> None:
    """A remark changes nothing."""


@on(e.Attached)
def _attached(_: Case, __: e.Attached) -> None:
    """A file changes nothing."""


@on(e.Corrected)
def _corrected(_: Case, __: e.Corrected) -> None:
    """Applied to the event it refers to before the fold; see `corrected`."""


@on(e.DataExported)
def _data_exported(_: Case, __: e.DataExported) -> None:
    """Recorded for the audit."""


@on(e.DataRead)
def _data_read(_: Case, __: e.DataRead) -> None:
    """Recorded for the audit."""
