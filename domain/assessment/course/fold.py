"""How each event of a quarter changes its course."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from domain.assessment.course import events as e
from domain.assessment.course.state import (
    Consequence,
    Course,
    Exclusion,
    Objection,
    subject_of,
)


def evolve(course: Course, event: e.QuarterEvent) -> Course:
    """Fold one more event in; the state before it stays as it was."""
    version = course.version + 1
    return replace(_FOLDS[type(event)](course, event, version), version=version)


def fold(events: Iterable[e.QuarterEvent], course: Course | None = None) -> Course:
    """Fold a whole history, or what came after `course`."""
    folded = course or Course()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _computed(course: Course, event: e.Computed, _: int) -> Course:
    """Signatures were for the result before it."""
    return replace(course, computed=(*course.computed, event), signed=())


def _reviewed(course: Course, event: e.ReviewOpened, _: int) -> Course:
    looked_at = course.latest.seq if course.latest is not None else 0
    return replace(course, review=event, reviewed=looked_at)


def _proposed(course: Course, event: e.ExclusionProposed, _: int) -> Course:
    return replace(course, exclusions=(*course.exclusions, _exclusion(event)))


def _decided(course: Course, event: e.ExclusionDecided, version: int) -> Course:
    return replace(
        course,
        exclusions=_changed(
            course.exclusions, event.exclusion, lambda one: _decision(one, event, version)
        ),
    )


def _objected(course: Course, event: e.Objected, _: int) -> Course:
    return replace(course, objections=(*course.objections, Objection(event.objection, event)))


def _withdrawn(course: Course, event: e.ObjectionWithdrawn, _: int) -> Course:
    def end(one: Objection) -> Objection:
        return replace(one, state="withdrawn", ended_by=event.by, ended_at=event.at)

    return replace(course, objections=_changed(course.objections, event.objection, end))


def _ruled(course: Course, event: e.ObjectionRuled, version: int) -> Course:
    """What is upheld brings its exclusions with it: asked for by one, approved by another."""
    asked = course.objections[event.objection - 1].asked
    added = [_following(asked, event, one, version) for one in event.excluded]
    return replace(
        course,
        exclusions=(*course.exclusions, *added),
        objections=_changed(course.objections, event.objection, lambda one: _ruling(one, event)),
    )


def _recorded(course: Course, event: e.ConsequenceRecorded, _: int) -> Course:
    made = Consequence(event.consequence, event)
    return replace(course, consequences=(*course.consequences, made))


def _revoked(course: Course, event: e.ConsequenceRevoked, _: int) -> Course:
    return replace(
        course,
        consequences=_changed(
            course.consequences, event.consequence, lambda one: replace(one, revoked=event)
        ),
    )


_FOLDS: Final[Mapping[type[e.QuarterEvent], Callable[[Course, Any, int], Course]]] = {
    e.QuarterListed: lambda course, _event, _version: course,
    e.QuarterEnded: lambda course, event, _: replace(course, ended=event),
    e.Computed: _computed,
    e.ReviewOpened: _reviewed,
    e.ExclusionProposed: _proposed,
    e.ExclusionDecided: _decided,
    e.Objected: _objected,
    e.ObjectionWithdrawn: _withdrawn,
    e.ObjectionRuled: _ruled,
    e.Signed: lambda course, event, _: replace(course, signed=(*course.signed, event)),
    e.Published: lambda course, event, _: replace(course, published=event),
    e.ConsequenceRecorded: _recorded,
    e.ConsequenceRevoked: _revoked,
}


def _exclusion(event: e.ExclusionProposed) -> Exclusion:
    return Exclusion(
        event.exclusion,
        event.subject,
        event.number,
        event.of,
        event.reason,
        event.evidence,
        event.by,
        event.at,
    )


def _decision(one: Exclusion, event: e.ExclusionDecided, version: int) -> Exclusion:
    return replace(
        one,
        approved=event.approved,
        approved_in=version if event.approved else 0,
        decided_by=event.by,
        decided_at=event.at,
        ruling=event.reason,
    )


def _ruling(one: Objection, event: e.ObjectionRuled) -> Objection:
    return replace(
        one,
        state="upheld" if event.upheld else "rejected",
        ended_by=event.by,
        ended_at=event.at,
        ruling=event.reason,
        excluded=tuple(each.exclusion for each in event.excluded),
    )


def _following(
    asked: e.Objected, ruled: e.ObjectionRuled, excluded: e.Excluded, version: int
) -> Exclusion:
    return Exclusion(
        excluded.exclusion,
        subject_of(asked.unit),
        excluded.number,
        excluded.of,
        asked.reason,
        asked.evidence if excluded.number == asked.number else (),
        asked.by,
        asked.at,
        objection=asked.objection,
        approved=True,
        approved_in=version,
        decided_by=ruled.by,
        decided_at=ruled.at,
        ruling=ruled.reason,
    )


def _changed(
    several: tuple[Any, ...], number: int, change: Callable[[Any], Any]
) -> tuple[Any, ...]:
    return tuple(change(one) if one.id == number else one for one in several)
