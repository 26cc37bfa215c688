"""What is done about personal data on the page of one case: plain forms, one act each."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import abort, flash, redirect, request, url_for

from application.desk import Act
from application.erasing.deciding import carried_out, erase
from domain.case.command import Command
from domain.case.erasure import AskErasure, LiftHold, RefuseErasure, SetHold
from domain.errors import DomainError
from web import messages
from web.auth.who import actor
from web.desk.standing import Standing
from web.privacy import cases
from web.privacy.routes import LINE_MOST, REASON_MOST, SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service
from web.wording import LazyString, _, _lp

Form = Mapping[str, str]
SAID: Final[dict[str, LazyString]] = {
    "ask": _lp("privacy", "It is asked for. Another person of the inspection office decides."),
    "refuse": _lp("privacy", "It is not erased; why is on record."),
    "decide": _lp("privacy", "It is erased. Nobody can read it any more."),
    "hold": _lp("privacy", "Nothing of this matter is erased while the hold lasts."),
    "lift": _lp("privacy", "The hold is lifted."),
}
NOT_YET: Final = _lp(
    "privacy",
    "It is decided, and nobody is shown it any more; but its keys can't be destroyed now. The"
    " service goes on trying: tell whoever runs it.",
)
COMMANDS: Final[dict[str, Callable[[Form], Command]]] = {
    "ask": lambda form: AskErasure(
        person=_line(form, "person"),
        basis=_line(form, "basis"),
        reason=_line(form, "reason", REASON_MOST),
        identity=_line(form, "identity"),
    ),
    "refuse": lambda form: RefuseErasure(
        asked=_number(form, "asked"), reason=_line(form, "reason", REASON_MOST)
    ),
    "hold": lambda form: SetHold(
        reason=_line(form, "reason", REASON_MOST), authority=_line(form, "authority")
    ),
    "lift": lambda form: LiftHold(
        hold=_number(form, "hold"), reason=_line(form, "reason", REASON_MOST)
    ),
}
# Where a form's own field is, by its act and the name a refusal has for it.
FIELDS: Final = frozenset({"person", "basis", "reason", "identity", "authority"})


@blueprint.post("/cases/<number>/<act>")
def act(number: str, act: str) -> Answer:
    """Done and back; refused, the page again with what was written."""
    if act not in SAID:
        abort(404)
    now = cases.whole(number)
    if act == "decide" and request.form.get("sure") != "yes":
        unsure = _("Tick that you know: what is erased can't be brought back by anybody.")
        return cases.show(now, [(_place("sure"), unsure)], request.form), UNPROCESSABLE
    unchosen = _unchosen() if act == "ask" else []
    if unchosen:
        return cases.show(now, unchosen, request.form), UNPROCESSABLE
    try:
        _do(now, act)
    except DomainError as error:
        return cases.show(now, [_problem(error, act)], request.form), UNPROCESSABLE
    if act == "decide" and not carried_out(service().desk, now.case.id):
        flash(str(NOT_YET), "warning")
    else:
        flash(str(SAID[act]), "success")
    return redirect(url_for("privacy.case", number=number), SEE_OTHER)


def _unchosen() -> list[tuple[str, str]]:
    """What can't be undone has nothing chosen for anybody."""
    asked = (
        ("person", _("Choose whose data is to be erased.")),
        ("basis", _("Choose the legal basis.")),
    )
    return [(f"ask-{name}", said) for name, said in asked if not _line(request.form, name)]


def _do(now: Standing, act: str) -> None:
    desk, form, by = service().desk, request.form, actor()
    token = form.get("token", "")
    key = f"{by.user}/{now.case.number}/privacy/{token}"[:REASON_MOST] if token else ""
    how = Act(by=by, key=key)
    if act == "decide":
        erase(desk, now.case.id, _number(form, "asked"), how)
    else:
        desk.execute(now.case.id, COMMANDS[act](form), how)


def _problem(error: DomainError, act: str) -> tuple[str, str]:
    told = messages.explain(error)
    if told.field not in FIELDS:
        return "", told.text
    number = request.form.get("asked", "") or request.form.get("hold", "")
    return f"{act}-{told.field}{f'-{number}' if number else ''}", told.text


def _place(name: str) -> str:
    return f"decide-{name}-{request.form.get('asked', '')}"


def _line(form: Form, name: str, most: int = LINE_MOST) -> str:
    return form.get(name, "").strip()[:most]


def _number(form: Form, name: str) -> int:
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LINE_MOST // 20 else 0
