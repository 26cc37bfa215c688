"""One round as its events left it: which unit has reported what, and who owes a report."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import assert_never, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.rounds import events as e


class Finding(Struct, frozen=True):
    """What a unit found: the case it became."""

    number: str
    case: str
    at: datetime
    by: str


class Report(Struct, frozen=True):
    """The report one unit owes: open until it is there, missed when it was not there in time."""

    unit: str
    met_at: datetime | None = None
    met_by: str = ""
    nothing: bool = False
    findings: tuple[Finding, ...] = ()
    missed_at: datetime | None = None
    reminded: int = 0
    withdrawn: int = 0
    ended: int = 0  # version of the event by which it stands as it does

    @property
    def made(self) -> bool:
        """It is there."""
        return self.nothing or bool(self.findings)


class Round(Struct, frozen=True):
    """排查: what was opened, the reports by unit in the order they were asked, and its end."""

    opened: e.RoundOpened | None = None
    reports: dict[str, Report] = {}
    reminded_at: datetime | None = None
    called_off_at: datetime | None = None
    version: int = 0

    def state(self, report: Report) -> str:
        """open, met, missed, or waived with the whole round."""
        if report.made:
            return "met"
        if self.called_off_at is not None:
            return "waived"
        return "missed" if report.missed_at is not None else "open"

    @property
    def waiting(self) -> list[str]:
        """The units whose report is still open."""
        return [one.unit for one in self.reports.values() if self.state(one) == "open"]

    def known(self) -> e.RoundOpened:
        """How it was opened; only of a round that was."""
        assert self.opened is not None  # noqa: S101 - whoever asks has looked
        return self.opened


Known = (
    e.RoundOpened
    | e.RoundReminded
    | e.NothingReported
    | e.FindingReported
    | e.ReportWithdrawn
    | e.ReportMissed
    | e.RoundCalledOff
)


def evolve(state: Round, event: e.RoundEvent) -> Round:
    """Fold one more event in; the state before it stays as it was."""
    known = cast("Known", event)
    version = state.version + 1
    match known:
        case e.RoundOpened():
            reports = {unit: Report(unit) for unit in known.units}
            changed = replace(state, opened=known, reports=reports)
        case e.RoundReminded():
            changed = _each(replace(state, reminded_at=known.at), known.units, _reminded)
        case e.NothingReported():
            changed = _one(state, known.unit, lambda one: _nothing(one, known, version))
        case e.FindingReported():
            changed = _one(state, known.unit, lambda one: _found(one, known, version))
        case e.ReportWithdrawn():
            changed = _one(state, known.unit, lambda one: _withdrawn(one, known, version))
        case e.ReportMissed():
            changed = _one(
                state, known.unit, lambda one: replace(one, missed_at=known.at, ended=version)
            )
        case e.RoundCalledOff():
            changed = replace(state, called_off_at=known.at)
        case _:
            assert_never(known)
    return replace(changed, version=version)


def fold(events: Iterable[e.RoundEvent], state: Round | None = None) -> Round:
    """Fold a whole history, or what came after `state`."""
    folded = state or Round()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _one(state: Round, unit: str, change: Callable[[Report], Report]) -> Round:
    return _each(state, (unit,), change)


def _each(state: Round, units: Iterable[str], change: Callable[[Report], Report]) -> Round:
    changed = {unit: change(state.reports[unit]) for unit in units if unit in state.reports}
    return replace(state, reports={**state.reports, **changed})


def _reminded(report: Report) -> Report:
    return replace(report, reminded=report.reminded + 1)


def _nothing(report: Report, event: e.NothingReported, version: int) -> Report:
    return replace(report, nothing=True, met_at=event.at, met_by=event.by.user, ended=version)


def _found(report: Report, event: e.FindingReported, version: int) -> Report:
    """The first report counts for being in time; a finding takes the place of "nothing"."""
    finding = Finding(event.number, event.case, event.at, event.by.user)
    report = replace(report, findings=(*report.findings, finding))
    if report.met_at is not None and (report.nothing or len(report.findings) > 1):
        return replace(report, nothing=False)
    return replace(report, met_at=event.at, met_by=event.by.user, ended=version)


def _withdrawn(report: Report, event: e.ReportWithdrawn, version: int) -> Report:
    findings = tuple(one for one in report.findings if one.number != event.number)
    nothing = report.nothing and bool(event.number)
    changed = replace(report, findings=findings, nothing=nothing, withdrawn=report.withdrawn + 1)
    if changed.made:
        return changed
    return replace(changed, met_at=None, met_by="", ended=version)
