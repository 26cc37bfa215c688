"""Issues a draft: the leader's word before it, and the figures that were seen."""

from flask import flash, redirect, request, url_for

from application.bulletins import issue_bulletin
from domain.bulletins.issuing import Draft
from domain.errors import DomainError
from web.auth.who import actor
from web.bulletins import asked as asking
from web.bulletins.draft import Drawn, drafted
from web.bulletins.views import UNPROCESSABLE, Answer, blueprint, page
from web.messages import explain
from web.service import service
from web.wording import _

SEE_OTHER = 303


@blueprint.post("/draft/<kind>/issue")
def issue(kind: str) -> Answer:
    """Refused, it comes back with the figures of now and the words as they were typed."""
    asked = asking.read(kind, request.form)
    foreword = request.form.get("foreword", "")
    if asked.period is None:
        return page(asked, None, asked.problems, foreword), UNPROCESSABLE
    drawn = drafted(asked.period)
    try:
        code = issue_bulletin(service().desk, _draft(drawn, foreword), actor())
    except DomainError as refused:
        told = explain(refused)
        return page(asked, drawn, [(told.field, told.text)], foreword), UNPROCESSABLE
    flash(_("Issued. From now on it stays as it is, and every unit can read it."))
    return redirect(url_for("bulletins.issued", code=code), SEE_OTHER)


def _draft(drawn: Drawn, foreword: str) -> Draft:
    seen = request.form.get("seen", "")
    return Draft(drawn.period, drawn.figures, drawn.seq, drawn.as_of, foreword, seen or "unseen")
