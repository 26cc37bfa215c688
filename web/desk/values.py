"""Writes one value of a case in the reader's words, by its type and by what its field is called."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import g

from domain.case import words as w
from domain.case.command import TIMEKEEPER
from domain.case.events import FollowUp, Notice
from domain.case.links import BY_LINK
from domain.plans.calling import Called
from domain.rules.clocks import Clock
from domain.rules.ladder import rung
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from web import names, times, words
from web.desk import plannames
from web.desk.phrases import fill
from web.desk.texts import terms
from web.desk.texts.fields import LABELS
from web.i18n import language
from web.service import service
from web.wording import _, _n, _p

Table = Mapping[str, Any]
Written = Callable[[Any, RuleSet | None], str]

ENUMS: dict[type[StrEnum], Table] = {
    w.Track: words.TRACK,
    w.PetitionKind: words.PETITION_KIND,
    w.Channel: words.CHANNEL,
    w.Validity: words.VALIDITY,
    w.DispatchRole: words.DISPATCH_ROLE,
    w.Outcome: words.OUTCOME,
    w.ReportKind: words.REPORT_KIND,
    w.ReviewStage: words.REVIEW_STAGE,
    w.Mode: words.MODE,
    w.Procedure: words.PROCEDURE,
    w.Satisfaction: words.SATISFACTION,
    w.Role: words.ROLE,
    w.Stage: words.STAGE,
    w.Failing: words.FAILING,
}

# Plain text with a meaning: the words for it, by the name of its field; "Paused.reason" goes
# before "reason".
TABLES: dict[str, Table] = {
    "track": words.TRACK,
    "kind": words.CLOCK,
    "about": words.CLOCK,
    "failing": words.FAILING,
    "stage": words.REVIEW_STAGE,
    "outcome": words.OUTCOME,
    "role": words.ROLE,
    "ended": words.ENDED_AS,
    "sign_off": terms.SIGNER,
    "signer": terms.SIGNER,
    "trigger": terms.TRIGGER,
    "Barred.attempt": terms.ATTEMPT,
    "Escalated.to": terms.ABOVE,
    "source": terms.SOURCE,
    "Screened.level": terms.WEIGHT,
    "Screen.level": terms.WEIGHT,
    "SignedOff.grade": terms.SIGNER,
    "SignOff.grade": terms.SIGNER,
    "Paused.reason": words.PAUSE,
    "Pause.reason": words.PAUSE,
    "PlanChosen.sign_off": terms.SIGNER,
    "why": terms.WAIVED,
    "earlier": terms.EARLIER,
    "DataErased.person": terms.PERSON,
    "ErasureAsked.person": terms.PERSON,
    "nothing-to-erase.person": terms.PERSON,
    "DataRead.purpose": terms.PURPOSE,
    "DataExported.what": terms.LEFT,
    "DataExported.purpose": terms.PURPOSE,
    "DataExported.person": terms.PERSON,
}


UNITS = frozenset({"accused", "left_out", "units"})


def people() -> Mapping[str, str]:
    """Names of those who have an account, by user name, read once in a request."""
    if "names_of_people" not in g:
        g.names_of_people = {one.username: one.name for one in service().accounts.everyone()}
    found: Mapping[str, str] = g.names_of_people
    return found


def person(username: str) -> str:
    """The name behind a user name; another's name stays as it was written."""
    if username == TIMEKEEPER:
        return _("Timekeeper")
    if username.startswith(BY_LINK):
        return _("by link %(number)s", number=username.removeprefix(BY_LINK))
    return people().get(username, username)


def label(name: str, owner: str = "") -> str:
    """What a field is called; `owner` is the event or step it belongs to."""
    found = LABELS.get(f"{owner}.{name}") or LABELS.get(name)
    return str(found) if found is not None else name


def joined(parts: Iterable[str]) -> str:
    """Several in a row, as the language of the page parts them."""
    return _p("between several", ", ").join(part for part in parts if part)


def write(name: str, value: Any, owner: str = "", rules: RuleSet | None = None) -> str:
    """The value in the reader's words; "" when there is none. Sealed text is not written here."""
    if value is None or isinstance(value, Sealed):
        return ""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return _text(name, value, owner, rules)
    if isinstance(value, tuple | list):
        return _several(name, value, owner, rules)
    return next((how(value) for kind, how in _BY_TYPE.items() if isinstance(value, kind)), "")


def _text(name: str, value: str, owner: str, rules: RuleSet | None) -> str:
    table = TABLES.get(f"{owner}.{name}") or TABLES.get(name)
    if table is not None:
        return words.word(table, value)
    how = _BY_NAME.get(name)
    return how(value, rules) if how is not None and value else value


def _several(name: str, value: Iterable[Any], owner: str, rules: RuleSet | None) -> str:
    if name in ("manifest", "papers"):
        return str(len(list(value)) or "")
    if name == "fields":
        return joined(label(str(one)) for one in value)
    one_name = "unit" if name in UNITS else name
    return joined(write(one_name, one, owner, rules) for one in value)


def yes_no(value: object) -> str:
    """Yes or no in the language of the page."""
    return _("yes") if value else _("no")


def lasting(minutes: int) -> str:
    """A limit of a rule in whole hours, or in minutes when it is none."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return _n("%(num)d minute", "%(num)d minutes", minutes)
    return _n("%(num)d hour", "%(num)d hours", hours)


def notice(value: Notice) -> str:
    """How a notice was served, or why not."""
    parts = {
        "how": value.how,
        "when": times.stamp(value.served_at),
        "why": value.waived,
    }
    return fill(_("[served by {how}][ at {when}][notice waived: {why}]"), parts)


def follow_up(value: FollowUp) -> str:
    """Who does what remains, until when."""
    parts = {
        "unit": names.unit(value.unit),
        "person": value.person,
        "due": times.stamp(value.due),
    }
    return fill(_("{unit}, {person}, due {due}"), parts)


def clock(value: Clock) -> str:
    """A time limit that starts: which, and when it is due."""
    parts = {"kind": words.word(words.CLOCK, value.kind), "due": times.stamp(value.due)}
    return fill(_("{kind} due {due}"), parts)


def _name_of(entries: Callable[[RuleSet], Iterable[Any]]) -> Written:
    def write_code(code: str, rules: RuleSet | None) -> str:
        found = next((one for one in entries(rules) if one.code == code), None) if rules else None
        if found is None:
            return code
        return str(found.name_en if language() == "en" else found.name)

    return write_code


def _basis(code: str) -> str:
    """A legal basis of the retention rules; an article stays as it was written."""
    rules = service().desk.retention.view().rules
    found = None if rules is None else rules.basis(code)
    if found is None:
        return code
    return found.name_en if language() == "en" else found.name


def _called(value: Called) -> str:
    """A unit that a plan calls out, and as what."""
    return f"{names.unit(value.unit)} ({words.word(words.DISPATCH_ROLE, value.role)})"


_BY_TYPE: dict[type, Callable[[Any], str]] = {
    Called: _called,
    StrEnum: lambda value: words.word(ENUMS[type(value)], value.value),
    bool: yes_no,
    int: str,
    datetime: times.stamp,
    Notice: notice,
    FollowUp: follow_up,
    Clock: clock,
}


def _written_in(rule_id: str, rules: RuleSet | None) -> str:
    """Where a rule of the ladder is written; one the set doesn't have is shown by its id."""
    found = rung(rules, rule_id) if rules is not None else None
    return rule_id if found is None else found.article


_level = _name_of(lambda rules: rules.levels)
_grade = _name_of(lambda rules: rules.grades)
_BY_NAME: dict[str, Written] = {
    "unit": lambda value, _: names.unit(value),
    "holder": lambda value, _: names.unit(value),
    "received_by": lambda value, _: names.unit(value),
    "own": lambda value, _: names.unit(value),
    "plan": lambda value, _: plannames.title(value),
    "plan_proposed": lambda value, _: plannames.title(value),
    "chosen": lambda value, _: plannames.title(value),
    "plan_reasons": lambda value, _: plannames.written_reason(value),
    "vacant": lambda value, _: plannames.who(value),
    "category": lambda value, _: names.category(value),
    "basis": lambda value, _: _basis(value),
    "approver": lambda value, _: person(value),
    "receiver": lambda value, _: person(value),
    "mediator": lambda value, _: person(value),
    "leader": lambda value, _: person(value),
    "person": lambda value, _: person(value),
    "user": lambda value, _: person(value),
    "rule": _written_in,
    "zone": _name_of(lambda rules: rules.zones),
    "from_level": _level,
    "to_level": _level,
    "at_level": _level,
    "grade": _grade,
    "dispute_class": _grade,
}
