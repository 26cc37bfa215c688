"""The fields of the forms in a quarter's course, and what comes back of them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from domain.assessment.course.events import About
from domain.assessment.course.events import Kind as Consequence
from domain.assessment.course.rights import REASON_MOST
from domain.assessment.model import ScoringRules
from domain.case.failings import Failing
from domain.errors import DomainError
from web import messages, names, words
from web.admin.forms import Asked, Refused
from web.assessment import figures, terms
from web.desk.forms import LINE_MOST, Field, Kind, Option
from web.desk.phrases import fill
from web.desk.texts.refusals import REFUSALS
from web.wording import _, _l, _lp

UNIT: Final = Asked(Field("unit", Kind.CHOICE, required=True), _l("Unit"))
ABOUT: Final = Asked(
    Field("of", Kind.CHOICE, required=True),
    _l("What it is about"),
    _l("An indicator, a failing, or a matter as such"),
)
NUMBER: Final = Asked(
    Field("number", Kind.LINE, most=40),
    _l("File number of the matter"),
    _l("Not needed for an indicator as a whole"),
)
MATTER: Final = Asked(
    Field("number", Kind.LINE, required=True, most=40), _l("File number of the matter")
)
EVIDENCE: Final = Asked(
    Field("evidence", Kind.LINE, most=LINE_MOST),
    _l("Records that show it"),
    _l("Numbers of records of that matter, such as 5, 6"),
)
REASON: Final = Asked(
    Field("reason", Kind.TEXT, required=True, most=REASON_MOST),
    _lp("assessment", "Reason"),
    _l("Whoever recomputes the quarter reads this: no names, no phone numbers"),
)
NOTE: Final = Asked(
    Field("note", Kind.TEXT, most=REASON_MOST),
    _l("Further evidence"),
    _l("What no record shows; papers are added to the matter itself"),
)
SUBJECT: Final = Asked(
    Field("subject", Kind.CHOICE, required=True), _l("Of whose score"), _l("Units or centre")
)
RULING: Final = Asked(Field("ruling", Kind.CHOICE, required=True), _l("Ruling"))
NUMBERS: Final = Asked(
    Field("numbers", Kind.LINES, most=50),
    _l("Matters that then don't count"),
    _l("File numbers, one in each line. None where the record itself was corrected"),
)
WHY: Final = Asked(
    Field("reason", Kind.TEXT, most=REASON_MOST),
    _lp("assessment", "Reason"),
    _l("Needed to reject; no names, no phone numbers"),
)
KIND: Final = Asked(Field("kind", Kind.CHOICE, required=True), _l("What follows"))

OBJECTION: Final = (UNIT, ABOUT, NUMBER, EVIDENCE, REASON, NOTE)
EXCLUSION: Final = (SUBJECT, ABOUT, MATTER, EVIDENCE, REASON)
DECISION: Final = (RULING, WHY)
CONSEQUENCE: Final = (UNIT, KIND, REASON)
ALL_OF_IT: Final = "*"


def ruling_fields(about: About) -> tuple[Asked, ...]:
    """Which matters don't count is asked where the objection does not name one."""
    return (RULING, NUMBERS, REASON) if about == "indicator" else (RULING, REASON)


def abouts(rules: Iterable[ScoringRules]) -> list[Option]:
    """What may be objected to, or excluded from."""
    indicators = {one.id: figures.heading(one) for each in rules for one in each.indicators}
    failings = {one.value: words.word(words.FAILING, one.value) for one in Failing}
    return [
        Option(ALL_OF_IT, _("The matter as such")),
        *(Option(name, text, _("Indicators")) for name, text in indicators.items()),
        *(Option(name, text, _("Failings")) for name, text in failings.items()),
    ]


def about_of(chosen: str) -> About:
    """Which of the three it is."""
    if chosen == ALL_OF_IT:
        return "case"
    return "failing" if chosen in list(Failing) else "indicator"


def of(chosen: str) -> str:
    """As the command has it."""
    return "" if chosen == ALL_OF_IT else chosen


def yes_or_no(yes: str, no: str) -> list[Option]:
    """A ruling."""
    return [Option("yes", yes), Option("no", no)]


def kinds() -> list[Option]:
    """What may follow."""
    return [Option(one.value, words.word(terms.CONSEQUENCE, one.value)) for one in Consequence]


def units() -> list[Option]:
    """Every unit that works."""
    return [Option(one.code, one.shown) for one in names.units().values() if not one.dissolved]


def evidence(given: Mapping[str, Any]) -> tuple[int, ...]:
    """Numbers of records. Errors: `Refused`."""
    typed = str(given.get("evidence") or "")
    parts = typed.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    parts = [one for one in parts if one]
    if any(not (one.isascii() and one.isdigit() and len(one) < len("1000000")) for one in parts):
        text = _("Write numbers of records with commas between them, such as 5, 6.")
        raise Refused({"evidence": text})
    return tuple(dict.fromkeys(int(one) for one in parts))


def refused(error: DomainError) -> Refused:
    """A refusal of the domain, at its field."""
    field = str(error.data.get("field", "")) or FIELD.get(error.code, "")
    if error.code in ABOUT_A_FIELD and field in _LABELS:
        return Refused({field: fill(str(REFUSALS[error.code]), {"field": str(_LABELS[field])})})
    return Refused({field: messages.explain(error).text})


FIELD: Final = {
    "case-unknown": "number",
    "no-such-event": "evidence",
    "indicator-unknown": "of",
    "unit-unknown": "unit",
    "reason-missing": "reason",
}
ABOUT_A_FIELD: Final = frozenset({"field-missing", "person-in-text", "name-in-text"})
_LABELS: Final = {
    one.field.name: one.label for one in (*OBJECTION, *EXCLUSION, *CONSEQUENCE, RULING, NUMBERS)
}
