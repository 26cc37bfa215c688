"""核验: auditors have the whole log held against its proofs, and see what came of it each time."""

from typing import Final, NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from application.verifying import Verified
from application.verifying.recording import history
from domain.log.events import Verified as OnRecord
from web.auth.who import actor
from web.i18n import language
from web.service import service, settings
from web.verifying.job import Busy, Standing, is_running, standing, start
from web.verifying.words import MORE, spoken, told
from web.wording import _

SEE_OTHER: Final = 303
SHOWN: Final = 20  # of the times it was verified, the last ones

blueprint = Blueprint("verifying", __name__, template_folder="templates")


class Wrong(NamedTuple):
    """One thing that was found, in a sentence, with its stable code."""

    text: str
    code: str


@blueprint.get("/audit/verify")
def page() -> str:
    """The last result, what goes on now, and the times before."""
    last = standing(settings())
    return render_template(
        "verifying/page.html",
        last=last,
        running=last is not None and last.result is None,
        per_cent=_per_cent(last),
        wrong=_wrong(last.result) if last is not None and last.result is not None else [],
        before=_before(),
    )


@blueprint.post("/audit/verify")
def begin() -> Response:
    """Verify everything, aside where that takes long."""
    try:
        start(settings(), actor(), service().desk.clock)
    except Busy:
        flash(_("It is being verified already; look again in a moment."), "info")
    else:
        if is_running(settings()):
            flash(_("It has begun, and goes on while you do other things."), "info")
    return redirect(url_for("verifying.page"), SEE_OTHER)


def _before() -> list[OnRecord]:
    return history(service().desk)[: -SHOWN - 1 : -1]


def _per_cent(last: Standing | None) -> int:
    return last.done * 100 // last.total if last is not None and last.total else 0


def _wrong(found: Verified) -> list[Wrong]:
    """Of many alike the first, and how many more."""
    shown: list[Wrong] = []
    for code, count in found.counts.items():
        alike = [one for one in found.findings if one.code == code]
        shown += [Wrong(told(one, language(), settings().timezone), code) for one in alike]
        if count > len(alike):
            more = spoken(MORE, language()).format(count=count - len(alike))
            shown.append(Wrong(more, code))
    return shown
