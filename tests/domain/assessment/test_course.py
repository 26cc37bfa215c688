"""The course of a quarter: computed, looked at, objected to, ruled on, signed by two, published."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain import errors
from domain.assessment.course import Course, fold
from domain.assessment.course import events as e
from domain.assessment.course.computing import Came, compute, end, open_review
from domain.assessment.course.excluding import Asked, decide, propose
from domain.assessment.course.objecting import Ground, Ruling, lodge, rule, withdraw
from domain.assessment.course.signing import record_consequence, revoke_consequence, sign
from domain.case.events import Actor
from domain.case.words import Role

ENDS = datetime(2026, 9, 30, 16, tzinfo=UTC)
NOW = ENDS + timedelta(days=5)
UNTIL = NOW + timedelta(days=10)
AFTER = UNTIL + timedelta(hours=1)
CHEN = Actor("chen", "centre", Role.SUPERVISOR)
SUN = Actor("sun", "centre", Role.SUPERVISOR)
LI = Actor("li", "centre", Role.LEADER)
MA = Actor("ma", "centre", Role.LEADER)
HE = Actor("he", "pcs", Role.LEADER)
WANG = Actor("wang", "pcs", Role.RESPONDER)
ZHOU = Actor("zhou", "centre", Role.AUDITOR)
KNOWN = frozenset({"on-time", "solved", "closed_after_due"})
PINS = (e.Pin("units", "unit-default@1", "a" * 64), e.Pin("centre", "centre@1", "b" * 64))
NUMBER = "QS2026-00007"
ASKED = Asked("units", NUMBER, "on-time", "道路被洪水冲断", (4,))
GROUND = Ground("pcs", "failing", "closed_after_due", NUMBER, "延期当天已经批准", (5, 6))


def came(digest: str = "d1", seq: int = 100) -> Came:
    """What the quarter came to."""
    return Came("2026Q3", ENDS, PINS, seq, NOW, digest)


def after(course: Course, events: list[e.QuarterEvent]) -> Course:
    """With what was decided."""
    return fold(events, course)


def computed(digest: str = "d1", course: Course | None = None) -> Course:
    """By the inspection office."""
    known = course or Course()
    return after(known, compute(known, came(digest), NOW, CHEN))


def reviewing() -> Course:
    """The units look at it."""
    return after(computed(), open_review(computed(), UNTIL, NOW, CHEN))


def objected(ground: Ground = GROUND, by: Actor = HE) -> Course:
    """The police object."""
    course = reviewing()
    return after(course, lodge(course, ground, KNOWN, NOW, by))


def upheld(*numbers: str) -> Course:
    """And are right."""
    course = objected()
    return after(course, rule(course, 1, Ruling(True, "属实", numbers), NOW, CHEN))


def published() -> Course:
    """Signed by both."""
    course = reviewing()
    course = after(course, sign(course, "d1", AFTER, CHEN))
    return after(course, sign(course, "d1", AFTER, LI))


def test_the_inspection_office_computes_a_quarter_that_is_over() -> None:
    course = computed()
    assert course.latest is not None
    assert (course.latest.digest, course.latest.seq, course.latest.pins) == ("d1", 100, PINS)
    assert course.stage(NOW) == "computed"
    with pytest.raises(errors.NotYourRole):
        compute(course, came(), NOW, LI)
    with pytest.raises(errors.QuarterRunning):
        compute(course, came(), ENDS - timedelta(seconds=1), CHEN)


def test_a_quarter_is_counted_as_of_no_position_before_its_end() -> None:
    with pytest.raises(errors.QuarterRunning):
        compute(Course(), came()._replace(as_of=ENDS - timedelta(seconds=1)), NOW, CHEN)
    course = after(Course(), end(Course(), "2026Q3", ENDS, NOW, CHEN))
    assert course.ended is not None
    assert end(course, "2026Q3", ENDS, NOW, CHEN) == []
    with pytest.raises(errors.QuarterRunning):
        end(Course(), "2026Q3", ENDS, ENDS - timedelta(seconds=1), CHEN)
    with pytest.raises(errors.NotYourRole):
        end(Course(), "2026Q3", ENDS, NOW, LI)


def test_each_computing_stays_on_record() -> None:
    course = computed("d2", computed("d1"))
    assert [one.digest for one in course.computed] == ["d1", "d2"]


def test_a_review_lasts_until_its_end_and_is_opened_once() -> None:
    course = reviewing()
    assert course.stage(NOW) == "review"
    assert course.stage(UNTIL) == "reviewed"
    assert open_review(course, UNTIL, NOW, CHEN) == []
    assert open_review(course, AFTER + timedelta(days=9), AFTER, CHEN)
    with pytest.raises(errors.QuarterNotComputed):
        open_review(Course(), UNTIL, NOW, CHEN)
    with pytest.raises(errors.NotYourRole):
        open_review(course, UNTIL, NOW, LI)


def test_an_exclusion_counts_only_when_another_person_approved_it() -> None:
    course = after(computed(), propose(computed(), ASKED, KNOWN, NOW, CHEN))
    assert not course.counted_out("units")
    with pytest.raises(errors.OwnExclusion):
        decide(course, 1, "", NOW, CHEN, approved=True)
    course = after(course, decide(course, 1, "", NOW, LI, approved=True))
    counted = course.counted_out("units")
    assert [(one.number, one.indicator) for one in counted] == [(NUMBER, "on-time")]
    assert counted[0].approved == course.version
    assert not course.counted_out("centre")
    assert computed("d2", course).computed[-1].exclusions == (1,)


def test_a_rejected_exclusion_does_not_count_and_says_why() -> None:
    course = after(computed(), propose(computed(), ASKED, KNOWN, NOW, LI))
    with pytest.raises(errors.ReasonMissing):
        decide(course, 1, " ", NOW, CHEN, approved=False)
    course = after(course, decide(course, 1, "证据不足", NOW, CHEN, approved=False))
    assert not course.counted_out("units")
    assert (course.exclusions[0].approved, course.exclusions[0].ruling) == (False, "证据不足")
    with pytest.raises(errors.ExclusionDecided):
        decide(course, 1, "", NOW, MA, approved=True)
    assert propose(course, ASKED, KNOWN, NOW, LI)  # it may be asked for again


def test_the_same_exclusion_is_proposed_once_and_decided_once() -> None:
    course = after(computed(), propose(computed(), ASKED, KNOWN, NOW, CHEN))
    assert propose(course, ASKED, KNOWN, NOW, LI) == []
    course = after(course, decide(course, 1, "", NOW, LI, approved=True))
    assert decide(course, 1, "", NOW, LI, approved=True) == []
    with pytest.raises(errors.ExclusionUnknown):
        decide(course, 2, "", NOW, LI, approved=True)
    with pytest.raises(errors.IndicatorUnknown):
        propose(course, ASKED._replace(of="moods"), KNOWN, NOW, CHEN)


def test_on_the_centres_own_score_the_inspection_office_decides() -> None:
    asked = ASKED._replace(subject="centre")
    course = after(computed(), propose(computed(), asked, KNOWN, NOW, MA))
    with pytest.raises(errors.OwnScore):
        decide(course, 1, "", NOW, LI, approved=True)
    assert decide(course, 1, "", NOW, CHEN, approved=True)


@pytest.mark.parametrize("by", [HE, WANG, ZHOU])
def test_only_heads_of_the_centre_and_inspection_exclude(by: Actor) -> None:
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        propose(computed(), ASKED, KNOWN, NOW, by)


def test_a_units_leader_objects_with_evidence_while_the_review_lasts() -> None:
    course = objected()
    asked = course.objections[0].asked
    assert (asked.unit, asked.of, asked.number, asked.evidence) == (
        "pcs",
        "closed_after_due",
        NUMBER,
        (5, 6),
    )
    assert lodge(course, GROUND, KNOWN, NOW, HE) == []
    with pytest.raises(errors.ReviewOver):
        lodge(course, GROUND, KNOWN, UNTIL, HE)
    with pytest.raises(errors.NoReview):
        lodge(computed(), GROUND, KNOWN, NOW, HE)


@pytest.mark.parametrize(
    ("by", "ground"),
    [
        (WANG, GROUND),
        (LI, GROUND),
        (HE, GROUND._replace(unit="sfs")),
        (HE, GROUND._replace(unit="centre")),
        (ZHOU, GROUND),
    ],
)
def test_nobody_objects_for_others(by: Actor, ground: Ground) -> None:
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        lodge(reviewing(), ground, KNOWN, NOW, by)


def test_the_inspection_office_may_object_on_a_units_behalf_but_not_rule_on_it_then() -> None:
    course = objected(by=CHEN)
    with pytest.raises(errors.OwnObjection):
        rule(course, 1, Ruling(True, "属实"), NOW, CHEN)
    assert rule(course, 1, Ruling(True, "属实"), NOW, SUN)


@pytest.mark.parametrize(
    ("ground", "fact"),
    [
        (GROUND._replace(number=""), errors.FieldMissing),
        (GROUND._replace(of=""), errors.FieldMissing),
        (GROUND._replace(of="moods"), errors.IndicatorUnknown),
        (GROUND._replace(reason=" "), errors.ReasonMissing),
        (GROUND._replace(reason="x" * 1001), errors.WrongValue),
        (GROUND._replace(reason="电话 13812345678"), errors.PersonInText),
        (GROUND._replace(note="王建军先生已到场"), errors.NameInText),
        (GROUND._replace(reason="应当稳控"), errors.ForbiddenTask),
    ],
)
def test_an_objection_says_what_it_is_about_and_names_nobody(
    ground: Ground, fact: type[errors.DomainError]
) -> None:
    with pytest.raises(fact):
        lodge(reviewing(), ground, KNOWN, NOW, HE)


def test_an_objection_upheld_against_a_failing_strikes_it() -> None:
    course = upheld()
    assert course.objections[0].state == "upheld"
    counted = course.counted_out("units")
    assert [(one.number, one.indicator) for one in counted] == [(NUMBER, "closed_after_due")]
    assert counted[0].approved == course.version
    exclusion = course.exclusions[0]
    assert exclusion.decided_by is not None
    assert (exclusion.by.user, exclusion.decided_by.user) == ("he", "chen")


def test_an_objection_to_an_indicator_excludes_the_matters_the_ruling_names() -> None:
    course = objected(Ground("pcs", "indicator", "on-time", reason="两件不应计入"))
    ruling = Ruling(True, "属实", ("QS2026-00001", "QS2026-00002", "QS2026-00001"))
    course = after(course, rule(course, 1, ruling, NOW, CHEN))
    assert [(one.number, one.of) for one in course.exclusions] == [
        ("QS2026-00001", "on-time"),
        ("QS2026-00002", "on-time"),
    ]
    assert course.objections[0].excluded == (1, 2)


def test_a_rejected_objection_excludes_nothing() -> None:
    course = objected()
    with pytest.raises(errors.ReasonMissing):
        rule(course, 1, Ruling(False, ""), NOW, CHEN)
    course = after(course, rule(course, 1, Ruling(False, "理由不成立"), NOW, CHEN))
    assert (course.objections[0].state, course.exclusions) == ("rejected", ())
    with pytest.raises(errors.ObjectionDecided):
        rule(course, 1, Ruling(True, "属实"), NOW, CHEN)
    with pytest.raises(errors.ObjectionUnknown):
        rule(course, 2, Ruling(True, "属实"), NOW, CHEN)


def test_the_inspection_office_alone_rules_and_never_one_of_that_unit() -> None:
    with pytest.raises(errors.NotYourRole):
        rule(objected(), 1, Ruling(True, "属实"), NOW, LI)
    with pytest.raises(errors.OwnScore):
        rule(objected(), 1, Ruling(True, "属实"), NOW, Actor("gu", "pcs", Role.SUPERVISOR))


def test_the_centre_objects_to_its_own_score_and_the_inspection_office_rules() -> None:
    ground = Ground("centre", "indicator", "on-time", reason="漏计一件")
    course = objected(ground, LI)
    with pytest.raises(errors.NotYourRole):
        rule(course, 1, Ruling(True, "属实"), NOW, MA)
    ruled = after(course, rule(course, 1, Ruling(True, "属实", (NUMBER,)), NOW, CHEN))
    assert ruled.counted_out("centre")
    assert not ruled.counted_out("units")


def test_an_objection_is_withdrawn_by_its_unit_only() -> None:
    course = objected()
    with pytest.raises(errors.NotYourUnit):
        withdraw(course, 1, NOW, CHEN)
    course = after(course, withdraw(course, 1, NOW, HE))
    assert course.objections[0].state == "withdrawn"
    assert withdraw(course, 1, NOW, HE) == []
    with pytest.raises(errors.ObjectionDecided):
        withdraw(upheld(), 1, NOW, HE)


def test_two_people_publish_one_of_inspection_and_one_head_of_the_centre() -> None:
    course = reviewing()
    course = after(course, sign(course, "d1", AFTER, CHEN))
    assert course.stage(AFTER) == "signed"
    assert sign(course, "d1", AFTER, CHEN) == []
    with pytest.raises(errors.OtherSideSigns):
        sign(course, "d1", AFTER, SUN)
    course = after(course, sign(course, "d1", AFTER, LI))
    assert course.published is not None
    assert course.published.signers == ("chen", "li")
    assert (course.published.pins, course.published.seq, course.published.digest) == (
        PINS,
        100,
        "d1",
    )


@pytest.mark.parametrize(
    ("given", "at", "fact"),
    [
        (Course, AFTER, errors.QuarterNotComputed),
        (computed, AFTER, errors.NoReview),
        (reviewing, NOW, errors.ReviewRunning),
        (objected, AFTER, errors.ObjectionsOpen),
        (
            lambda: after(reviewing(), propose(reviewing(), ASKED, KNOWN, NOW, LI)),
            AFTER,
            errors.ExclusionsOpen,
        ),
    ],
)
def test_nothing_is_signed_before_its_time(
    given: Callable[[], Course], at: datetime, fact: type[errors.DomainError]
) -> None:
    with pytest.raises(fact):
        sign(given(), "d1", at, CHEN)


def test_nothing_is_signed_that_does_not_come_out_again() -> None:
    with pytest.raises(errors.ResultMoved):
        sign(reviewing(), "d2", AFTER, CHEN)


def test_a_signature_is_void_once_it_was_computed_anew() -> None:
    course = reviewing()
    course = after(course, sign(course, "d1", AFTER, CHEN))
    assert not computed("d1", course).signed


def test_what_the_units_have_not_seen_is_reviewed_before_it_is_signed() -> None:
    course = reviewing()
    course = after(course, compute(course, came("d3", seq=200), NOW, CHEN))
    assert course.stage(AFTER) == "computed"
    with pytest.raises(errors.NoReview):
        sign(course, "d3", AFTER, CHEN)
    course = after(course, open_review(course, UNTIL, NOW, CHEN))
    assert course.stage(AFTER) == "reviewed"
    assert sign(course, "d3", AFTER, CHEN)


def test_a_units_leader_signs_nothing() -> None:
    with pytest.raises(errors.NotYourUnit):
        sign(reviewing(), "d1", AFTER, HE)
    with pytest.raises(errors.NotYourRole):
        sign(reviewing(), "d1", AFTER, ZHOU)


@pytest.mark.parametrize(
    "command",
    [
        lambda c: compute(c, came(), AFTER, CHEN),
        lambda c: open_review(c, UNTIL, AFTER, CHEN),
        lambda c: propose(c, ASKED, KNOWN, AFTER, CHEN),
        lambda c: decide(c, 1, "x", AFTER, LI, approved=True),
        lambda c: lodge(c, GROUND, KNOWN, NOW, HE),
        lambda c: rule(c, 1, Ruling(True, "属实"), AFTER, CHEN),
        lambda c: sign(c, "d1", AFTER, LI),
    ],
)
def test_nothing_changes_a_published_quarter(
    command: Callable[[Course], list[e.QuarterEvent]],
) -> None:
    with pytest.raises(errors.QuarterPublished) as refused:
        command(published())
    assert refused.value.data == {"quarter": "2026Q3", "at": AFTER}


def test_an_objection_that_is_settled_can_not_be_withdrawn_from_a_published_quarter() -> None:
    course = upheld()
    course = computed("d2", course)
    course = after(course, sign(course, "d2", AFTER, CHEN))
    course = after(course, sign(course, "d2", AFTER, LI))
    with pytest.raises(errors.QuarterPublished):
        withdraw(course, 1, AFTER, HE)


def test_consequences_are_recorded_by_people_once_it_is_published() -> None:
    with pytest.raises(errors.QuarterNotPublished):
        record_consequence(reviewing(), "pcs", e.Kind.PRAISE, "排名第一", AFTER, LI)
    course = published()
    course = after(course, record_consequence(course, "pcs", e.Kind.PRAISE, "优秀", AFTER, LI))
    assert record_consequence(course, "pcs", e.Kind.PRAISE, "优秀", AFTER, CHEN) == []
    assert course.consequences[0].recorded.kind is e.Kind.PRAISE
    with pytest.raises(errors.ReasonMissing):
        revoke_consequence(course, 1, "", AFTER, LI)
    course = after(course, revoke_consequence(course, 1, "误记", AFTER, LI))
    assert course.consequences[0].revoked is not None
    assert revoke_consequence(course, 1, "误记", AFTER, LI) == []
    with pytest.raises(errors.ConsequenceUnknown):
        revoke_consequence(course, 2, "误记", AFTER, LI)
    with pytest.raises(errors.NotYourUnit):
        record_consequence(course, "pcs", e.Kind.REWARD, "优秀", AFTER, HE)
