"""What the timekeeper does with rounds: opens those that are due, reminds, records what is missing.

Each is done once however often it is asked for, and in order after the service stood still.
"""

from datetime import datetime

from application.desk import Desk
from application.roundbook import KEEPER
from application.rounds.opening import all_units, asked_units, open_at, zone_of
from application.rounds.recording import Decided, record
from domain.rounds import planning, reporting
from domain.rounds.round import Round
from domain.rounds.state import Plans
from domain.rounds.timing import openings


def open_due_rounds(desk: Desk, now: datetime) -> int:
    """Open every round whose time has come by `now`, the earliest first; gives how many.

    A plan that asks no unit there is opens nothing.
    """
    plans = desk.rounds.now()
    due = openings(plans.issued(), now, zone_of(desk), plans.opened)
    if not due:
        return 0
    codes, opened = all_units(desk), 0
    for opening in due:
        units = asked_units(desk, opening.version.plan, codes)
        if units:
            opened += bool(open_at(desk, opening, units, KEEPER))
    return opened


def settle_missing(desk: Desk, now: datetime) -> int:
    """Remind of reports that will be due, record those that are missing; gives of how many rounds.

    A round whose time is over is looked at once more, then never again.
    """
    return sum(bool(_settle(desk, code, now)) for code in desk.rounds.now().unsettled)


def _settle(desk: Desk, code: str, now: datetime) -> int:
    def decide(state: Round, plans: Plans, _: datetime) -> Decided:
        if state.called_off_at is not None or reporting.overdue(state, now):
            missed = reporting.miss(state, now, KEEPER)
            return Decided(missed, planning.settle_round(plans, code, now, KEEPER))
        return Decided(reporting.remind(state, now, KEEPER), [])

    return record(desk, code, decide)
