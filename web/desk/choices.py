"""What a form's choices are among, as the case stands."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

from domain.case import events as e
from domain.case.command import is_accused
from domain.case.state import Obligation
from domain.case.words import OUTCOMES, ReviewStage, Track
from domain.units import CENTRE
from web import names, times, words
from web.desk import contests, corrections, plannames, planned, values
from web.desk.forms import Option
from web.desk.phrases import fill
from web.desk.standing import Standing
from web.desk.texts import terms
from web.wording import _

Options = Iterable[Option]


def options(source: str, standing: Standing) -> list[Option]:
    """The choices of a source: one of `SOURCES`, or a vocabulary of the domain by its name."""
    known: dict[str, list[Option]] = standing.known
    if source not in known:
        found = _SOURCES.get(source)
        known[source] = list(found(standing)) if found is not None else vocabulary(source)
    return known[source]


def fixed(source: str, standing: Standing, ref: int) -> str:
    """What the case itself knows."""
    case = standing.case
    if source == "ref":
        return str(ref)
    if source == "signer":
        return case.sign_off
    if source == "stage_under_way":
        return case.review
    return ReviewStage.REREVIEW.value if case.reviewed else ReviewStage.REVIEW.value


def vocabulary(name: str) -> list[Option]:
    """All words of a closed vocabulary of the domain."""
    kind = next(kind for kind in values.ENUMS if kind.__name__ == name)
    return [_of_enum(one) for one in kind]


def yes_or_no() -> list[Option]:
    """The two answers to a question."""
    return [Option("yes", values.yes_no(True)), Option("no", values.yes_no(False))]  # noqa: FBT003


def _of_enum(one: StrEnum) -> Option:
    return Option(one.value, values.write("", one))


def _units(standing: Standing) -> Options:
    for unit in sorted(names.units().values(), key=lambda one: one.code == CENTRE):
        if not unit.dissolved and not is_accused(standing.case, unit.code, standing.ctx):
            yield Option(unit.code, unit.shown)


def _units_free(standing: Standing) -> Options:
    held = {one.unit for one in standing.case.dispatches if one.live and one.feedback_at is None}
    return [one for one in _units(standing) if one.value not in held]


def _units_lead(standing: Standing) -> Options:
    """There is one lead: nobody to choose where a unit leads already."""
    return _units_free(standing) if standing.case.lead is None else []


def _outcomes(standing: Standing) -> Options:
    known = OUTCOMES[standing.case.track]
    return [_of_enum(one) for one in type(next(iter(known))) if one in known]


def _grades(standing: Standing) -> Options:
    """A dispute's grade is its class, which has a field of its own."""
    track = standing.case.track
    return _of_track(standing, track) if track is not Track.DISPUTE else []


def _dispute_classes(standing: Standing) -> Options:
    is_dispute = standing.case.track is Track.DISPUTE
    return _of_track(standing, Track.DISPUTE) if is_dispute else []


def _of_track(standing: Standing, track: str) -> Options:
    codes = [grade.code for grade in standing.rules.grades if grade.track == track]
    return [Option(code, values.write("grade", code, "", standing.rules)) for code in codes]


def _codes(entries: Iterable[Any], name: str, standing: Standing) -> Options:
    for entry in entries:
        yield Option(entry.code, values.write(name, entry.code, "", standing.rules))


def _levels_from(standing: Standing) -> Options:
    at = standing.case.at_level
    ladder = standing.rules.levels[:-1]
    return _codes([one for one in ladder if not at or one.code == at], "at_level", standing)


def _levels_to(standing: Standing) -> Options:
    return _codes(standing.rules.levels[1:], "at_level", standing)


def _zones(standing: Standing) -> Options:
    return _codes(standing.rules.zones, "zone", standing)


def categories(track: str = "") -> Iterator[Option]:
    """All categories under their groups; with a track those it may have."""
    for group, leaves in names.groups():
        for leaf in leaves:
            if not track or track in leaf.tracks:
                label = f"{leaf.code} {names.category_name(leaf)}"
                yield Option(leaf.code, label, names.category_name(group))


def _categories(standing: Standing) -> Options:
    return categories(standing.case.track)


def _terms(table: terms.Terms) -> Callable[[Standing], Options]:
    return lambda _: [Option(value, str(label)) for value, label in table.items()]


def _pauses(standing: Standing) -> Options:
    reasons = [one.reason for one in standing.rules.pauses if one.track == standing.case.track]
    return [Option(reason, words.word(words.PAUSE, reason)) for reason in dict.fromkeys(reasons)]


def _clocks_running(standing: Standing) -> Options:
    return [clock(one) for one in standing.case.obligations if one.running]


def _clocks_extensible(standing: Standing) -> Options:
    track = standing.case.track.value
    running = (one for one in standing.case.obligations if one.running)
    return [clock(one) for one in running if standing.rules.extension(track, one.kind)]


def _clocks_asked(standing: Standing) -> Options:
    asked = standing.case.asked
    return [one for one in _clocks_running(standing) if one.value in asked]


def clock(one: Obligation) -> Option:
    """A time limit to choose: which, of whom, until when."""
    told = {
        "kind": words.word(words.CLOCK, one.kind),
        "holder": names.unit(one.holder),
        "due": times.stamp(one.due),
    }
    return Option(f"{one.kind}.{one.ref}", fill(_("{kind}, {holder}, due {due}"), told))


def _parties(standing: Standing) -> Options:
    for number in sorted(standing.case.parties):
        yield Option(str(number), _("Party %(number)d", number=number))


def _tasks(standing: Standing) -> Options:
    plans = [one for one in standing.loaded.history if isinstance(one, e.PlanActivated)]
    tasks = plannames.tasks(plans[-1]) if plans else []
    return [
        Option(str(item), f"{item}. {task}")
        for item, task in enumerate(tasks, start=1)
        if item not in standing.case.ticked
    ]


_SOURCES: dict[str, Callable[[Standing], Options]] = {
    "units": _units,
    "units_free": _units_free,
    "units_lead": _units_lead,
    "outcomes": _outcomes,
    "grades": _grades,
    "dispute_classes": _dispute_classes,
    "levels_from": _levels_from,
    "levels_to": _levels_to,
    "zones": _zones,
    "categories": _categories,
    "weights": _terms(terms.WEIGHT),
    "signers": _terms(terms.SIGNER),
    "pauses": _pauses,
    "clocks_running": _clocks_running,
    "clocks_extensible": _clocks_extensible,
    "clocks_asked": _clocks_asked,
    "parties": _parties,
    "tasks": _tasks,
    "plans": planned.plan_options,
    "plan_units": planned.unit_options,
    "corrections": corrections.targets,
    "failings": contests.options,
}
