"""How a case was settled at one moment: mediations, closings and what return visits brought."""

from collections.abc import Iterator
from typing import Final

from domain.case.state import Case, Closing, Mediation
from web import names, times, words
from web.audit.lines import Line, line
from web.desk import values
from web.wording import _, _lp

CONFIRMATION: Final[words.Words] = {
    "requested": _lp("state", "judicial confirmation asked for"),
    "confirmed": _lp("state", "confirmed by the court"),
    "refused": _lp("state", "not confirmed by the court"),
}


def mediation_lines(case: Case) -> Iterator[Line]:
    """Each mediation: by whom, how far, what came of it."""
    for one in case.mediations:
        label = _("Mediation (since record %(record)d)", record=one.version)
        yield from line("mediation", f"mediation.{one.version}", label, _mediation(one))


def _mediation(one: Mediation) -> Iterator[str]:
    yield names.unit(one.unit)
    yield words.word(words.MODE, one.mode)
    yield words.word(words.PROCEDURE, one.procedure)
    yield values.person(one.mediator)
    if one.challenged:
        yield _("challenged: %(who)s", who=values.person(one.challenged))
    for who in sorted(one.stepped_down):
        yield _("stepped down: %(who)s", who=values.person(who))
    for party in sorted(one.consents):
        yield _("party %(party)d consents", party=party)
    yield _("facts established") if one.facts else ""
    yield _("sessions: %(number)d", number=one.sessions) if one.sessions else ""
    yield from _came_of(one)


def _came_of(one: Mediation) -> Iterator[str]:
    if one.agreed_at is not None:
        yield _("agreed %(at)s", at=times.stamp(one.agreed_at))
        yield _("in writing") if one.written else _("by word of mouth")
    if one.effective_at is not None:
        yield _("in force from %(at)s", at=times.stamp(one.effective_at))
    yield _("performed") if one.performed else ""
    yield words.word(CONFIRMATION, one.confirmation)
    if one.failed_at is not None:
        yield _("failed %(at)s", at=times.stamp(one.failed_at))
    yield _("settled with the closing") if one.settled else ""


def closing_lines(case: Case) -> Iterator[Line]:
    """Each closing, with the return visit it brought."""
    for one in case.closings:
        label = _("Closing (record %(record)d)", record=one.version)
        yield from line("answers", f"closing.{one.version}", label, _closing(one))
    for sent in case.sent_back:
        label = _("Feedback sent back (record %(record)d)", record=sent.version)
        said = [names.unit(sent.unit), times.stamp(sent.at)]
        yield from line("answers", f"sent_back.{sent.version}", label, said)


def _closing(one: Closing) -> Iterator[str]:
    yield times.stamp(one.at)
    yield names.unit(one.unit)
    if one.visited_at is not None:
        yield _("visited %(at)s", at=times.stamp(one.visited_at))
    if one.solved is not None:
        yield _("solved") if one.solved else _("not solved")
    yield words.word(words.SATISFACTION, one.satisfied)
    if one.contacted is not None:
        yield _("the unit got in touch") if one.contacted else _("the unit did not get in touch")
    yield _("reopened as unsolved") if one.reopened else ""
