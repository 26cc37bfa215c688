"""A unit's report of a round, for one thumb: nothing found, a finding, or a report taken back."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import flash, redirect, render_template, request, url_for

from application import rounds as commands
from domain.errors import DomainError, NotInRound
from projections.queries.rounds import seen_numbers
from web import messages
from web.asking import viewer
from web.auth.who import actor
from web.desk.forms import REASON_MOST
from web.desk.schemas import Text
from web.onward import local_path
from web.rounds import shown
from web.rounds.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service
from web.wording import _

Problems = Sequence[tuple[str, str]]
# Where a refusal's field stands on the page.
PLACES: Final = {"reason": "take-back", "points": "points"}


@blueprint.get("/<code>/report")
def report(code: str) -> Answer:
    """What is looked for, until when, and the two ways to report."""
    known = shown.known(code)
    if known.own is None:  # a leader looks at the round, whose reports are others'
        return redirect(url_for("rounds.round_page", code=code), SEE_OTHER)
    return _show(known)


@blueprint.post("/<code>/nothing")
def nothing(code: str) -> Answer:
    """零报告: one tap; sent twice it counts once."""
    looked_at = [_clean(one) for one in request.form.getlist("points")]
    return _do(
        code,
        lambda: commands.report_nothing(service().desk, code, looked_at, actor()),
        _("Reported: nothing found."),
    )


@blueprint.post("/<code>/withdraw")
def withdraw(code: str) -> Answer:
    """Take back the zero report, or the finding with that number."""
    number, reason = _clean(request.form.get("number", "")), _clean(request.form.get("reason", ""))
    return _do(
        code,
        lambda: commands.withdraw_report(
            service().desk, code, number, reason[:REASON_MOST], actor()
        ),
        _("Taken back. The report is owed again unless something else was reported."),
    )


def _do(code: str, act: Callable[[], None], said: str) -> Answer:
    known = shown.known(code)
    try:
        act()
    except DomainError as refusal:
        message = messages.explain(refusal)
        problems = [(PLACES.get(message.field, ""), message.text)]
        if known.own is None or isinstance(refusal, NotInRound):
            flash(message.text, "warning")
            return redirect(url_for("rounds.round_page", code=code), SEE_OTHER)
        return _show(known, problems), UNPROCESSABLE
    flash(said, "success")
    back = local_path(request.form.get("next", "")) or url_for("rounds.report", code=code)
    return redirect(back, SEE_OTHER)


def _show(known: shown.Known, problems: Problems = ()) -> str:
    own = known.own
    assert own is not None  # noqa: S101 - the caller looked
    with service().read() as connection:
        seen = seen_numbers(connection, known.numbers, viewer=viewer())
    return render_template(
        "rounds/report.html",
        known=known,
        round=known.opened,
        title=shown.title(known.opened),
        report=own,
        seen=seen,
        mark=shown.mark(shown.stand_of(known, own), known.opened.due),
        problems=problems,
        reason=_clean(request.form.get("reason", "")),
        taking=_clean(request.form.get("number", "")),
        ticked=request.form.getlist("points"),
        most=REASON_MOST,
    )


def _clean(typed: str) -> str:
    text: str = Text().deserialize(typed)
    return text
