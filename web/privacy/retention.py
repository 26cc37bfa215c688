"""How long things are kept, and what was kept long enough: proposed by hand, decided by another."""

from typing import Final

from flask import flash, redirect, render_template, request, url_for

from application.desk import Act
from application.migrate import SYSTEM
from application.opening import exists_for
from application.retention import confirm_retention
from domain.case.erasure import AskErasure
from domain.errors import DomainError
from domain.retention.model import PERIOD_OVER, Keeping, RetentionRules
from domain.units import CENTRE
from projections.overtime import Over, overtime
from web import messages, words
from web.asking import viewer
from web.auth.gate import allowed
from web.auth.who import actor, visitor
from web.desk import values
from web.privacy.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint, named
from web.service import service
from web.wording import _, _n, _p

MOST: Final = 500  # proposed at once
DIGITS: Final = 18


@blueprint.get("/retention")
def retention() -> str:
    """The rules, and the next portion of what is over its time."""
    return _show()


@blueprint.post("/retention/propose")
def propose() -> Answer:
    """Ask that everybody's data of each be erased, as its period is over."""
    desk, by = service().desk, actor()
    chosen = request.form.getlist("case")[:MOST]
    ours = [case for case in chosen if _is_case(case) and exists_for(desk, case, by)]
    if not ours:
        return _show([("propose", _("Tick what is to be proposed."))]), UNPROCESSABLE
    reason = _("The period of keeping is over.")
    command = AskErasure(person="all", basis=PERIOD_OVER, reason=reason)
    try:
        for case_id in ours:
            desk.execute(case_id, command, Act(by=by))
    except DomainError as error:
        return _show([("propose", messages.explain(error).text)]), UNPROCESSABLE
    told = _n("%(num)d matter is proposed.", "%(num)d matters are proposed.", len(ours))
    flash(f"{told} {_('Another person of the inspection office decides.')}", "success")
    return redirect(url_for("privacy.page"), SEE_OTHER)


@blueprint.post("/retention/confirm")
def confirm() -> Answer:
    """Let a version of the rules count here."""
    version = request.form.get("version", "")
    try:
        confirm_retention(service().desk, int(version) if _is_number(version) else 0, actor())
    except DomainError as error:
        return _show([("confirm", messages.explain(error).text)]), UNPROCESSABLE
    flash(_("The rules count from now on."), "success")
    return redirect(url_for("privacy.retention"), SEE_OTHER)


@blueprint.app_template_global()
def may_keep() -> bool:
    """Whether the viewer has this page: heads of the centre find it among the rules."""
    return allowed("privacy.retention", visitor())


def _show(problems: list[tuple[str, str]] | None = None) -> str:
    desk = service().desk
    view, book = desk.retention.view(), desk.retention.now()
    after = request.args.get("after", "")
    portion = overtime(service(), viewer(), int(after) if _is_number(after) else 0)
    newest = book.issued.get(book.last)
    return render_template(
        "privacy/retention.html",
        rules=view.rules,
        readings=desk.retention.readings(),
        version=view.version,
        confirmed=book.confirmations.get(book.confirmed),
        newest=newest,
        issuer="" if newest is None or newest.by == SYSTEM else values.person(newest.by),
        classes=[] if view.rules is None else _classes(view.rules),
        found=[_line(one) for one in portion.found],
        next=portion.next,
        begun=bool(after),
        named=named,
        confirms=_may_confirm(),
        proposes=actor().role == "supervisor",
        looks=allowed("privacy.page", visitor()),
        problems=problems or [],
    )


def _classes(rules: RetentionRules) -> list[tuple[str, list[str]]]:
    return [
        (
            named(one.name, one.name_en),
            [_told(keeping) for keeping in rules.keeping if keeping.of == one.id],
        )
        for one in rules.classes
    ]


def _told(one: Keeping) -> str:
    """Which cases, in the words of the page."""
    parts = [
        *(words.word(words.TRACK, track) for track in one.tracks),
        *(words.word(words.PETITION_KIND, kind) for kind in one.kinds),
        *(values.write("Screened.level", level) for level in one.levels),
        *one.grades,
        *(_("dispute class %(number)s", number=each) for each in one.dispute_classes),
        *([_("ended without being handled")] if one.not_handled else []),
    ]
    return values.joined(parts) or _p("which cases", "all others")


def _line(one: Over) -> dict[str, str]:
    return {
        "id": one.case_id,
        "number": one.number,
        "title": one.title,
        "of": named(one.of.name, one.of.name_en),
        "settled": f"{one.settled:%Y-%m-%d}",
        "until": f"{one.until:%Y-%m-%d}",
        "state": one.state,
    }


def _may_confirm() -> bool:
    by = actor()
    return by.role == "supervisor" or (by.role == "leader" and by.unit == CENTRE)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def _is_case(text: str) -> bool:
    return text.isascii() and text.isalnum()
