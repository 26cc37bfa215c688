"""A bulletin that was issued, as every unit reads it."""

from flask import render_template

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
    )
