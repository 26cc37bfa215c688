"""What reporters say on their own page: their answer to a closing, and complaints."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from application.accounts import AccountError
from application.accounts.throttle import Limit, Throttle
from application.desk import Act, Desk, Recorded
from application.sealing import build
from domain.case.answer import REPORTER, Answer
from domain.case.supervision import Complain

# A page that is left open to children fills no file.
COMPLAINTS: Final = Limit("query-complaint", 10, timedelta(hours=1), timedelta(hours=1))


class TooManyComplaints(Exception):
    """One case takes only so many an hour."""


def answer(desk: Desk, case_id: str, given: Mapping[str, Any], token: str) -> Recorded:
    """Record the answer; the form's `token` makes it count once. Errors: a `DomainError`."""
    command = build(desk.keys, Answer, case_id, given)
    return desk.execute(case_id, command, _by_reporter(case_id, "answer", token))


def complain(
    desk: Desk, throttle: Throttle, case_id: str, given: Mapping[str, Any], token: str
) -> Recorded:
    """Record a complaint. Errors: `TooManyComplaints`; a `DomainError`."""
    try:
        throttle.take((COMPLAINTS, case_id))
    except AccountError:
        raise TooManyComplaints from None
    command = build(desk.keys, Complain, case_id, given)
    return desk.execute(case_id, command, _by_reporter(case_id, "complain", token))


def _by_reporter(case_id: str, what: str, token: str) -> Act:
    return Act(by=REPORTER, key=f"{case_id}/{what}/{token}")
