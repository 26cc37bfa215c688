"""The timeline of a case: every event with what it says, who did it, and both of its times."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from application.clock import from_ms
from domain.case import events as e
from domain.case.command import TIMEKEEPER
from domain.case.events import Actor, Corrected, Fact
from domain.case.fold import apply_correction, correction_value
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from web import names, words
from web.desk import told, values
from web.desk.papers import has_paper
from web.desk.phrases import names as spoken_of
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.files.listing import Listed, listed
from web.wording import LazyString, _, _lp

SAME = timedelta(seconds=60)  # times that are written alike
# Told beside the sentence, or of no use to a reader.
BESIDE = frozenset({"at", "by", "late", "source", "number", "ref", "sha256", "step"})
# By what rule an event was judged when it was decided: said where failings are.
JUDGED = frozenset({"form", "unurged", "registered_late", "passed_round", "notice_owed"})
NOT_LISTED = BESIDE | JUDGED


class Detail(NamedTuple):
    """A field the sentence doesn't mention; `sealed`: it is kept encrypted."""

    label: str
    text: str
    sealed: bool = False


class Entry(NamedTuple):
    """One event as the page shows it. `recorded` is None when it is the time it happened.

    `paper`: a paper to print belongs to it.
    """

    version: int
    seq: int
    title: str
    text: str
    details: list[Detail]
    at: datetime
    recorded: datetime | None
    late: str
    is_late: bool
    source: str
    who: str
    corrects: int
    corrected_by: list[int]
    part: str
    paper: bool
    files: list[Listed]
    reading: bool  # somebody read the case: nothing that was done about it

    @property
    def records(self) -> int:
        """How many records it shows: its own, and those of the files that came with it."""
        return 1 + sum(file.version != self.version for file in self.files)


class Part(NamedTuple):
    """A part of the timeline that can be looked at by itself."""

    name: str
    label: str
    records: int


# What is no step forward; everything else is one.
PARTS: Mapping[str, tuple[type[Fact], ...]] = {
    "notes": (e.Noted, e.Attached, e.SituationReported, e.ReportedUpward, e.UrgeAnswered),
    "clocks": (e.Reminded, e.Escalated, e.PeriodEnded),
    "changes": (
        e.Corrected,
        e.DataErased,
        e.ErasureAsked,
        e.ErasureRefused,
        e.HoldSet,
        e.HoldLifted,
    ),
    "access": (e.DataRead, e.DataExported, e.Barred),
}
STEPS = "steps"
LABELS: Mapping[str, LazyString] = {
    STEPS: _lp("timeline", "Steps"),
    "notes": _lp("timeline", "Reports and notes"),
    "clocks": _lp("timeline", "Timekeeping"),
    "changes": _lp("timeline", "Corrections"),
    "access": _lp("timeline", "Readings and attempts"),
}


def parts(entries: Sequence[Entry]) -> list[Part]:
    """The parts there is something in, with how much."""
    found = Counter(entry.part for entry in entries)
    return [Part(name, str(label), found[name]) for name, label in LABELS.items() if found[name]]


def part(entries: list[Entry], name: str) -> list[Entry]:
    """One part of the timeline; where none is asked for all that was done.

    Readings are left out there: they would stand between any two steps, and have their own part.
    """
    if name not in LABELS:
        return [entry for entry in entries if not entry.reading]
    return [entry for entry in entries if entry.part == name]


def _part_of(event: Fact) -> str:
    return next((name for name, kinds in PARTS.items() if isinstance(event, kinds)), STEPS)


def timeline(shown: Standing, sight: Sight) -> list[Entry]:
    """The events the viewer may see, in the order they were recorded; files with their step."""
    files = listed(shown, sight)
    inside = {file.version for under, found in files.items() for file in found} - files.keys()
    return [
        _entry(version, event, shown, sight, files.get(version, []))
        for version, event in enumerate(shown.loaded.history, start=1)
        if not sight.hides(event) and version not in inside
    ]


def records(shown: Standing, sight: Sight) -> list[Entry]:
    """The same event by event: a file stands by itself, not under its step."""
    files = {file.version: file for found in listed(shown, sight).values() for file in found}
    return [
        _entry(version, event, shown, sight, [files[version]] if version in files else [])
        for version, event in enumerate(shown.loaded.history, start=1)
        if not sight.hides(event)
    ]


def _entry(version: int, event: Fact, shown: Standing, sight: Sight, files: list[Listed]) -> Entry:
    row = shown.loaded.rows[version - 1]
    recorded = from_ms(row.recorded)
    lag = recorded - event.at
    pattern = told.pattern(event)
    more = _more(version, event, shown)
    return Entry(
        version=version,
        seq=row.seq,
        title=told.title(event),
        text=told.sentence(event, shown.rules, more),
        details=list(_details(event, spoken_of(pattern), shown.rules, sight)),
        at=event.at,
        recorded=recorded if lag >= SAME else None,
        late=event.late,
        is_late=bool(event.late) or (not event.source and lag > _allowed(shown.rules)),
        source=values.write("source", event.source),
        who=who(event.by),
        corrects=event.event if isinstance(event, Corrected) else 0,
        corrected_by=_corrected_by(version, shown),
        part=_part_of(event),
        paper=has_paper(event),
        files=files,
        reading=isinstance(event, e.DataRead),
    )


def _allowed(rules: RuleSet) -> timedelta:
    return timedelta(minutes=rules.entry.reason_after_minutes)


def who(by: Actor) -> str:
    """Who acted: name, role, unit."""
    if by.role == TIMEKEEPER:
        return values.person(by.user)
    role = words.word(words.ROLE, by.role)
    unit = names.unit(by.unit) if by.unit else ""
    return " · ".join(part for part in (values.person(by.user), role, unit) if part)


def _corrected_by(version: int, shown: Standing) -> list[int]:
    history = enumerate(shown.loaded.history, start=1)
    return [
        number
        for number, event in history
        if isinstance(event, Corrected) and event.event == version
    ]


def _more(version: int, event: Fact, shown: Standing) -> Mapping[str, str]:
    """What the event refers to by number, and what a correction puts in place of what."""
    if isinstance(event, Corrected):
        return _correction(version, event, shown)
    if isinstance(event, e.Urged):
        return _again(version, event, shown)
    dispatch = shown.case.dispatch(getattr(event, "dispatch", 0))
    return {"unit": names.unit(dispatch.unit)} if dispatch is not None else {}


def _again(version: int, event: e.Urged, shown: Standing) -> Mapping[str, str]:
    """Whoever is urged once more over the same is told so."""
    about = (event.unit, event.kind, event.ref)
    before = shown.loaded.history[: version - 1]
    urges = (one for one in before if isinstance(one, e.Urged))
    times = 1 + sum((one.unit, one.kind, one.ref) == about for one in urges)
    return {"again": _("time %(number)d", number=times)} if times > 1 else {}


def _correction(version: int, event: Corrected, shown: Standing) -> Mapping[str, str]:
    wrong = shown.loaded.history[event.event - 1]
    for earlier in shown.loaded.history[: version - 1]:
        if isinstance(earlier, Corrected) and earlier.event == event.event:
            wrong = apply_correction(wrong, earlier)
    owner = type(wrong).__name__
    found = {"field": values.label(event.field, owner)}
    if event.sealed is not None:
        return found
    was = values.write(event.field, getattr(wrong, event.field), owner, shown.rules)
    right = values.write(event.field, correction_value(wrong, event), owner, shown.rules)
    return {**found, "was": was or "—", "value": right or "—"}


def _details(
    event: Fact, mentioned: frozenset[str], rules: RuleSet, sight: Sight
) -> Iterator[Detail]:
    if isinstance(event, e.Attached):
        return  # the list of files says it
    owner = type(event).__name__
    left_out = NOT_LISTED | mentioned | _unsaid(event)
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if isinstance(value, Sealed):
            text = sight.read(event, name, value)
            yield Detail(values.label(name, owner), text, sealed=True)
        elif name not in left_out:
            text = values.write(name, value, owner, rules)
            if text:
                yield Detail(values.label(name, owner), text)


def _unsaid(event: Fact) -> frozenset[str]:
    """Fields that stand as they would if nobody had said anything."""
    return frozenset(
        field.name
        for field in told.fields_of(type(event))
        if getattr(event, field.name) == field.default
    )
