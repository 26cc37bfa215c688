"""From a ledger: the chosen cases and what is asked once, then what became of each."""

from typing import Final

from flask import Blueprint, abort, render_template, request

from web.asking import viewer
from web.bulk import actions, asking, chosen, doing
from web.bulk.chosen import Chosen
from web.desk import schemas, values
from web.desk.choices import yes_or_no
from web.desk.forms import Form
from web.desk.texts.steps import STEPS
from web.service import service, settings
from web.wording import _n

UNPROCESSABLE: Final = 422
LONGEST: Final = 2000  # characters of the address to go back to

blueprint = Blueprint("bulk", __name__, url_prefix="/bulk", template_folder="templates")

Answer = str | tuple[str, int]


@blueprint.post("/ask")
def ask() -> Answer:
    """The chosen cases, which of them can be done now, and the form."""
    form, rows = _form(), _rows()
    if not rows:
        return render_template("bulk/none.html", back=_back()), UNPROCESSABLE
    return _ask(form, rows, {})


@blueprint.post("/do")
def do() -> Answer:
    """Take the step for each; a form that has to be mended first comes back as it was filled in."""
    form, rows = _form(), _rows()
    if not rows:
        return render_template("bulk/none.html", back=_back()), UNPROCESSABLE
    typed = asking.brought(form, request.form)
    try:
        given = asking.given(form, typed)
    except asking.Unfit as unfit:
        return _ask(form, rows, unfit.said), UNPROCESSABLE
    seen = chosen.read_seen(request.form.getlist("seen-of"))
    done = list(doing.do_all(form, rows[: actions.MOST], given, seen))
    return _done(form, done, rows[actions.MOST :])


def _form() -> Form:
    form = actions.all_forms().get(_only()[0] or request.form.get("action", ""))
    if form is None or form.name not in actions.offered(_ledger(), viewer().role):
        abort(404)
    return form


def _ledger() -> str:
    return request.form.get("ledger", "")


def _rows() -> list[Chosen]:
    action, row = _only()
    by_row = (action or request.form.get("action")) in {kind.__name__ for kind in chosen.BY_ROW}
    return chosen.read([row] if row else request.form.getlist("row"), by_row=by_row)


def _only() -> tuple[str, str]:
    """The step and the one row of a button in that row, whatever is ticked besides."""
    action, _, row = request.form.get("only", "").partition(":")
    return action, row


def _back() -> str:
    """The ledger as it was narrowed; never to another site."""
    back = request.form.get("back", "")
    is_own = back.startswith("/ledgers/") and back.isprintable() and "\\" not in back
    return back if is_own and len(back) <= LONGEST else "/ledgers/"


def _ask(form: Form, rows: list[Chosen], said: asking.Said) -> str:
    typed = asking.brought(form, request.form)
    entry = service().desk.rules.active(settings().rules).entry
    known = {one.name for one in form.fields} | {"at", "late"}
    return render_template(
        "bulk/ask.html",
        form=form,
        title=STEPS[form.name][0],
        purpose=STEPS[form.name][1],
        listed=doing.listed(form, rows[: actions.MOST]),
        later=rows[actions.MOST :],
        most=actions.MOST,
        inputs=asking.inputs(form, typed, said),
        typed=typed,
        said=said,
        problems=[
            (asking.id_of(name) if name in known else "", text) for name, text in said.items()
        ],
        ledger=_ledger(),
        back=_back(),
        token=schemas.kept(request.form),
        reason=values.lasting(entry.reason_after_minutes),
        supervisor=values.lasting(entry.supervisor_after_minutes),
        yes_or_no=yes_or_no(),
    )


def _done(form: Form, done: list[doing.Done], later: list[Chosen]) -> str:
    refused = [one for one in done if one.problem]
    kept = [
        (name, value)
        for name, several in request.form.lists()
        for value in several
        if name not in ("csrf_token", "row", "seen-of", "token")
    ]
    return render_template(
        "bulk/done.html",
        title=STEPS[form.name][0],
        done=[one for one in done if not one.problem],
        refused=refused,
        later=later,
        kept=kept,
        back=_back(),
        told=_told(len(done) - len(refused), len(refused)),
    )


def _told(done: int, refused: int) -> list[str]:
    told = [_n("Recorded for %(num)d case.", "Recorded for %(num)d cases.", done)]
    if refused:
        told.append(_n("Refused for %(num)d case.", "Refused for %(num)d cases.", refused))
    return told
