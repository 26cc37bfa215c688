"""The fields of the forms of audit sheets, and what comes back of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.assessment.course.rights import REASON_MOST
from domain.audit.keeping import SEED_MOST
from domain.audit.sampling import MOST
from domain.audit.words import INSPECTION, Grade, Method, Risk
from domain.case.words import Track
from domain.errors import DomainError
from domain.units import CENTRE
from web import messages, names, times, words
from web.admin.forms import Asked, Options, Refused
from web.desk.forms import LINE_MOST, Field, Kind, Option
from web.desk.phrases import fill
from web.desk.texts.refusals import REFUSALS
from web.sheets import terms
from web.wording import _, _l, _lp

SIZE: Final = 20
DAY_LONG: Final = 10
RECORD_LONG: Final = 6
A_DAY: Final = timedelta(days=1)
A_MINUTE: Final = timedelta(minutes=1)

CLEAR: Final = _l("Stays in clear and for ever: no names, no phone numbers")
TITLE: Final = Asked(
    Field("title", Kind.LINE, required=True, most=LINE_MOST),
    _lp("audit", "Title"),
    _l("What the audit is, as 三季度登记抽查"),
)
AIM: Final = Asked(
    Field("aim", Kind.TEXT, required=True, most=REASON_MOST), _l("What is looked into"), CLEAR
)
SINCE: Final = Asked(
    Field("since", Kind.LINE, most=DAY_LONG), _l("Received from (day)"), _l("YYYY-MM-DD")
)
UNTIL: Final = Asked(
    Field("until", Kind.LINE, most=DAY_LONG), _l("Received to (day)"), _l("YYYY-MM-DD, whole day")
)
UNITS: Final = Asked(Field("units", Kind.SEVERAL), _l("Units"), _l("None ticked: all units"))
METHOD: Final = Asked(
    Field("method", Kind.CHOICE, required=True),
    _l("How to draw"),
    _l("By unit and by risk so many are drawn of each unit ticked, or of each risk"),
)
NUMBER_DRAWN: Final = Asked(
    Field("size", Kind.NUMBER, required=True, most=3, default=SIZE),
    _l("How many"),
    _l("By unit and by risk: of each"),
)
TRACK: Final = Asked(Field("track", Kind.CHOICE), _l("Track"), _l("None: all tracks"))
RISKS: Final = Asked(
    Field("risks", Kind.SEVERAL), _l("Risks"), _l("Only for drawing by risk: tick at least one")
)
SEED: Final = Asked(
    Field("seed", Kind.LINE, most=SEED_MOST),
    _l("Seed"),
    _l("Empty: the hash of the log's last record, which nobody chose. Or what was thrown by dice"),
)
NUMBER: Final = Asked(
    Field("number", Kind.LINE, most=40),
    _l("File number of the matter"),
    _l("Left empty for a finding about no single matter"),
)
ADDED: Final = Asked(
    Field("number", Kind.LINE, required=True, most=40), _l("File number of the matter")
)
RECORDS: Final = Asked(
    Field("records", Kind.LINE, most=LINE_MOST),
    _l("Records that show it"),
    _l("Numbers of records of that matter, such as 5, 6"),
)
UNIT: Final = Asked(
    Field("unit", Kind.CHOICE, required=True),
    _l("Who answers"),
    _l("They are told the number of the finding and a link, nothing else"),
)
GRADE: Final = Asked(Field("grade", Kind.CHOICE, required=True), _l("Weight"))
TEXT: Final = Asked(
    Field("text", Kind.TEXT, required=True, most=REASON_MOST), _l("What was found"), CLEAR
)
DEMAND: Final = Asked(
    Field("demand", Kind.TEXT, required=True, most=REASON_MOST), _l("What is asked of them"), CLEAR
)
DUE: Final = Asked(
    Field("due", Kind.LINE, required=True, most=DAY_LONG),
    _l("To be answered by (day)"),
    _l("YYYY-MM-DD, whole day"),
)
REASON: Final = Asked(
    Field("reason", Kind.TEXT, required=True, most=REASON_MOST), _lp("audit", "Reason"), CLEAR
)
NOTE: Final = Asked(
    Field("note", Kind.TEXT, most=REASON_MOST), _l("Remark"), _l("May be left empty")
)
AGREED: Final = Asked(Field("agreed", Kind.CHOICE, required=True), _l("The finding is"))
ANSWER: Final = Asked(
    Field("text", Kind.TEXT, required=True, most=REASON_MOST),
    _l("What was done or will be done"),
    CLEAR,
)
SETTLED: Final = Asked(Field("settled", Kind.CHOICE, required=True), _l("Having looked again"))
LOOKED: Final = Asked(
    Field("text", Kind.TEXT, required=True, most=REASON_MOST), _l("What was seen"), CLEAR
)
AGAIN: Final = Asked(
    Field("due", Kind.LINE, most=DAY_LONG),
    _l("To be answered anew by (day)"),
    _l("Only where it is not settled"),
)
CONCLUSION: Final = Asked(
    Field("conclusion", Kind.TEXT, required=True, most=REASON_MOST),
    _l("What the audit came to"),
    CLEAR,
)

SHEET: Final = (TITLE, AIM, SINCE, UNTIL, UNITS)
SAMPLE: Final = (METHOD, NUMBER_DRAWN, SINCE, UNTIL, TRACK, RISKS, UNITS, SEED)
FINDING: Final = (NUMBER, RECORDS, UNIT, GRADE, TEXT, DEMAND, DUE)
REPLY: Final = (AGREED, ANSWER)
LOOK: Final = (SETTLED, LOOKED, AGAIN)
ADDING: Final = (ADDED, REASON)
EXAMINING: Final = (ADDED, NOTE)
WITHDRAWING: Final = (REASON,)
CLOSING: Final = (CONCLUSION,)


def options() -> Options:
    """What there is to choose from in any of them."""
    return {
        "method": _of(Method, terms.METHOD),
        "track": _of(Track, words.TRACK),
        "risks": _of(Risk, terms.RISK),
        "units": units(),
        "unit": [Option(INSPECTION, terms.unit(INSPECTION)), *units()],
        "grade": _of(Grade, terms.GRADE),
        "agreed": [Option("yes", _("right")), Option("no", _("not right, for the reason below"))],
        "settled": [Option("yes", _("settled")), Option("no", _("not settled"))],
    }


def units() -> list[Option]:
    """The centre, then every unit that works, as the register has them."""
    every = [one for one in names.units().values() if one.code != CENTRE and not one.dissolved]
    return [Option(CENTRE, terms.unit(CENTRE)), *(Option(one.code, one.shown) for one in every)]


def day(name: str, given: Mapping[str, Any]) -> date | None:
    """A day of the centre. Errors: `Refused`."""
    typed = str(given.get(name) or "").strip()
    if not typed:
        return None
    try:
        found = times.day(typed)
        found + A_DAY  # the last day there is has none after it
    except (ValueError, OverflowError):
        text = _("Write the day as YYYY-MM-DD, for example 2026-03-31.")
        raise Refused({name: text}) from None
    return found


def end_of(name: str, given: Mapping[str, Any]) -> datetime | None:
    """The last minute of that day. Errors: `Refused`."""
    found = day(name, given)
    return None if found is None else times.midnight(found + A_DAY) - A_MINUTE


def size(given: Mapping[str, Any]) -> int:
    """How many are drawn. Errors: `Refused`."""
    typed = str(given.get("size") or "").strip()
    if not (typed.isascii() and typed.isdigit()) or not 0 < int(typed) <= MOST:
        text = messages.explain_field(
            "field:out-of-range", str(NUMBER_DRAWN.label), {"least": 1, "most": MOST}
        )
        raise Refused({"size": text})
    return int(typed)


def records(given: Mapping[str, Any]) -> tuple[int, ...]:
    """Numbers of records. Errors: `Refused`."""
    typed = str(given.get("records") or "")
    parts = typed.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
    parts = [one for one in parts if one]
    if any(not (one.isascii() and one.isdigit() and len(one) <= RECORD_LONG) for one in parts):
        text = _("Write numbers of records with commas between them, such as 5, 6.")
        raise Refused({"records": text})
    return tuple(dict.fromkeys(map(int, parts)))


def refused(error: DomainError) -> Refused:
    """A refusal of the domain, at its field."""
    field = str(error.data.get("field", "")) or FIELD.get(error.code, "")
    if error.code == "wrong-value" and field in _WRONG_DAY:
        return Refused({field: str(_WRONG_DAY[field])})
    if error.code in ABOUT_A_FIELD and field in _LABELS:
        return Refused({field: fill(str(REFUSALS[error.code]), {"field": str(_LABELS[field])})})
    return Refused({field: messages.explain(error).text})


_WRONG_DAY: Final = {
    "due": _l("The day is over already. Write a later one."),
    "until": _l("The first day lies after the last."),
}
FIELD: Final = {
    "audit-accused": "unit",
    "case-unknown": "number",
    "no-such-event": "records",
    "nothing-to-sample": "method",
    "not-on-sheet": "number",
    "reason-missing": "reason",
    "unit-unknown": "unit",
}
ABOUT_A_FIELD: Final = frozenset(
    {"field-missing", "wrong-value", "person-in-text", "name-in-text", "reason-missing"}
)
_LABELS: Final = {
    one.field.name: one.label
    for one in (*SHEET, *SAMPLE, *FINDING, *REPLY, *LOOK, *ADDING, *EXAMINING, *CLOSING)
}


def _of(kinds: Any, table: words.Words) -> list[Option]:
    return [Option(one.value, words.word(table, one.value)) for one in kinds]
