"""Commands of units in a round: nothing found, a finding that becomes a case, one taken back."""

from collections.abc import Sequence

from application.codec import Entry
from application.desk import Act, Desk, Recorded
from application.files.keeping import Prepared
from application.registry import round_stream
from application.roundbook import entries_of, load_round
from application.rounds.recording import record_round
from application.work import Work
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.rounds import reporting
from domain.rounds.events import RoundEvent


class Beside:
    """What a registration records in a round, in the same transaction."""

    def __init__(self, code: str, version: int, events: list[RoundEvent]) -> None:
        """After that version of the round."""
        self._stream, self._version, self._events = round_stream(code), version, events

    def entries(self) -> list[Entry]:
        """For the store."""
        return entries_of(self._stream, self._version, list(self._events))


def report_nothing(desk: Desk, code: str, looked_at: Sequence[str], by: Actor) -> None:
    """零报告; again changes nothing. Errors: as `reporting.report_nothing`, `RoundUnknown`."""
    record_round(desk, code, lambda state, at: reporting.report_nothing(state, looked_at, at, by))


def withdraw_report(desk: Desk, code: str, number: str, reason: str, by: Actor) -> None:
    """Take a zero report back, or the finding of that number. Errors: as `reporting.withdraw`."""
    record_round(desk, code, lambda state, at: reporting.withdraw(state, number, reason, at, by))


def call_off(desk: Desk, code: str, reason: str, by: Actor) -> None:
    """Let nobody owe a report of it. Errors: as `reporting.call_off`."""
    record_round(desk, code, lambda state, at: reporting.call_off(state, reason, at, by))


def register_finding(
    desk: Desk,
    code: str,
    command: Receive,
    act: Act,
    case_id: str,
    files: Sequence[Prepared] = (),
) -> Recorded:
    """Register what was found as a matter, and report it in the round: both or neither.

    Errors: as `Desk.receive` and `reporting.report_finding`.
    """

    def job(work: Work) -> None:
        if not work.do_all([command], act, files):
            return
        state = load_round(desk.log, code)
        case = work.case
        events = reporting.report_finding(
            state, case.id, case.number, case.track, desk.clock(), act.by
        )
        work.others.append(Beside(code, state.version, events))

    return desk.run(case_id, act.key, job)
