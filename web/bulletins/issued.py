"""A bulletin that was issued, as every unit reads it."""

from datetime import datetime

from flask import render_template

from application.clock import from_ms, to_ms
from web.auth.who import account
from web.bulletins import kinds
from web.bulletins.draft import as_issued, paper
from web.bulletins.showing import shown
from web.bulletins.views import blueprint, drafts
from web.desk import values
from web.service import service


@blueprint.get("/issued/<code>")
def issued(code: str) -> str:
    """With the figures it was issued with, whatever was recorded since."""
    drawn = as_issued(code)
    known = drawn.issued
    assert known is not None  # noqa: S101 - else there was none
    later = service().desk.bulletins.now().of(known.kind, known.period)[-1]
    return render_template(
        "bulletins/issued.html",
        code=code,
        drawn=drawn,
        known=known,
        paper=paper(drawn),
        shown=shown,
        kinds=kinds,
        by=values.person(known.by.user),
        later=later if later.code != code else None,
        drafts=drafts(account()),
        then=_then(known.as_of),
    )


def _then(as_of: datetime) -> str:
    """The moment of its figures as an address has it, as fine as they were counted."""
    return from_ms(to_ms(as_of)).isoformat(timespec="milliseconds")
