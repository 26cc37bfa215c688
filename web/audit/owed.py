"""What is owed in a case at one moment: dispatches, time limits, and what units were asked."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from domain.case.state import Case, Dispatch, Obligation, dispatch_stage
from web import names, times, words
from web.audit.lines import Line, line
from web.desk import values
from web.desk.standing import Standing
from web.desk.texts import terms
from web.wording import LazyString, _, _lp, _n

TIMES: Final[Mapping[str, LazyString]] = {
    "at": _lp("state", "sent"),
    "signed_at": _lp("state", "signed for"),
    "arrived_at": _lp("state", "arrived"),
    "ended_at": _lp("state", "handling ended"),
    "feedback_at": _lp("state", "feedback"),
    "follow_up_due": _lp("state", "what remains is due"),
    "returned_at": _lp("state", "returned"),
    "recalled_at": _lp("state", "recalled"),
}
ANSWERED: Final[Mapping[str, LazyString]] = {
    "directives": _lp("state", "Directive"),
    "urges": _lp("state", "Urging"),
    "supervisions": _lp("state", "Supervision"),
    "proposals": _lp("state", "Proposal"),
    "complaints": _lp("state", "Complaint"),
}


def dispatch_lines(case: Case, shown: Standing) -> Iterator[Line]:
    """Each dispatch: to whom, how far it has come."""
    for one in case.dispatches:
        label = _("Dispatch %(number)d", number=one.number)
        yield from line("dispatches", f"dispatch.{one.number}", label, _dispatch(one, shown))
    for number, link in case.links.items():
        said = [times.stamp(link.until), _("ended before") if link.ended else ""]
        label = _("Link %(number)d to dispatch %(dispatch)d", number=number, dispatch=link.dispatch)
        yield from line("dispatches", f"link.{number}", label, said)


def _dispatch(one: Dispatch, shown: Standing) -> Iterator[str]:
    yield names.unit(one.unit)
    yield words.word(words.DISPATCH_ROLE, one.role)
    yield values.write("zone", one.zone, "", shown.rules)
    for name, label in TIMES.items():
        yield _when(str(label), getattr(one, name))
    yield words.word(words.OUTCOME, one.outcome)
    yield words.word(words.STAGE, _stage(one))
    if one.ruling_needed:
        yield _("needs a ruling")
    if one.objected:
        yield _("transfer objection raised")
    if one.sent_back:
        yield _n("sent back once", "sent back %(num)d times", one.sent_back)
    if one.settled:
        yield _("settled with the closing")


def _stage(one: Dispatch) -> str:
    if one.recalled_at is not None:
        return "recalled"
    return "returned" if one.returned_at is not None else dispatch_stage(one).value


def _when(label: str, moment: datetime | None) -> str:
    return "" if moment is None else f"{label} {times.stamp(moment)}"


def limit_lines(case: Case) -> Iterator[Line]:
    """Each time limit: whose, until when, how it stands."""
    for one in case.obligations:
        what = words.word(words.CLOCK, one.kind)
        label = _("%(what)s (since record %(record)d)", what=what, record=one.opened)
        yield from line("limits", f"limit.{one.kind}.{one.ref}.{one.opened}", label, _limit(one))


def _limit(one: Obligation) -> Iterator[str]:
    yield names.unit(one.holder)
    yield _("due %(at)s", at=times.stamp(one.due))
    if one.due != one.first_due:
        yield _("at first %(at)s", at=times.stamp(one.first_due))
    yield from _how(one)
    if one.overdue:
        yield _("overdue on record since %(record)d", record=one.overdue)
    if one.urged:
        yield _n("urged once", "urged %(num)d times", one.urged)
    if one.acted is not None:
        yield _("watched over up to what was planned for %(at)s", at=times.stamp(one.acted))
    if one.raised_to:
        yield _("brought before %(whom)s", whom=words.word(terms.ABOVE, one.raised_to))


def _how(one: Obligation) -> Iterator[str]:
    if one.met_at is not None:
        yield _("met %(at)s by record %(record)d", at=times.stamp(one.met_at), record=one.met)
        if one.met_at > one.due:
            yield _("%(span)s late", span=times.span(one.met_at - one.due))
    elif one.waived:
        why = words.word(terms.WAIVED, one.why)
        yield _("waived by record %(record)d: %(why)s", record=one.waived, why=why)
    elif one.lapsed:
        yield _("never met, ended with record %(record)d", record=one.lapsed)
    else:
        yield _("running")


def asked_lines(case: Case) -> Iterator[Line]:
    """Directives, urgings, supervision, proposals, complaints: answered or not; time asked for."""
    for name, label in ANSWERED.items():
        for number, done in getattr(case, name).items():
            said = [_unit_of(case, name, number), _("answered") if done else _("not answered yet")]
            yield from line("asked", f"{name}.{number}", f"{label} {number}", said)
    asked = (_asked(kind, days) for kind, days in sorted(case.asked.items()))
    yield from line("asked", "asked", _("More time asked for"), asked)
    given = (_asked(kind, days) for kind, days in sorted(case.extended_days.items()))
    yield from line("asked", "extended", _("Extended by"), given)


def _unit_of(case: Case, name: str, number: int) -> str:
    """Whom it was about, where that is kept."""
    of: Mapping[str, Callable[[], str]] = {
        "urges": lambda: case.urged_units.get(number, ""),
        "complaints": lambda: case.complained.get(number, ""),
    }
    return names.unit(of[name]()) if name in of else ""


def _asked(kind: str, days: int) -> str:
    what = words.word(words.CLOCK, kind.partition(".")[0])
    return _n("%(what)s %(num)d day", "%(what)s %(num)d days", days, what=what)
