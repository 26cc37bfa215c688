"""Receipt, screening, acceptance: what makes a report a case, and what ends it early."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.dispatch import Dispatch
from domain.case.handling import IssueOpinion
from domain.case.intake import (
    Accept,
    Decline,
    LinkDuplicate,
    Redirect,
    Screen,
    ServeNotice,
    SignOff,
    Withdraw,
)
from domain.case.words import Outcome, PetitionKind, Stage, Track, Validity
from tests.domain.scenario import (
    DESK,
    LEADER,
    MORNING,
    POLICE,
    SEALED,
    SERVED,
    Story,
    accepted_claim,
    dispatched,
    emergency,
    hotline,
    petition,
    receive,
)

DUPLICATE = Screen(validity=Validity.DUPLICATE, duplicate_of="QS2025-00002")


@pytest.mark.parametrize(
    ("track", "clocks"),
    [
        (Track.EMERGENCY, {"screen", "dispatch", "close"}),
        (Track.HOTLINE, {"screen", "dispatch", "reply", "close"}),
        (Track.DISPUTE, {"screen", "dispatch", "close"}),
    ],
)
def test_a_receipt_starts_the_clocks_of_its_track(track: Track, clocks: set[str]) -> None:
    story = Story().given(receive(track))
    assert {clock.kind for clock in story.case.obligations} == clocks


@pytest.mark.parametrize(
    ("kind", "clocks"),
    [
        (PetitionKind.CLAIM, {"screen", "transfer", "notice"}),
        (PetitionKind.PROPOSAL, {"screen", "transfer", "notice", "reply"}),
    ],
)
def test_a_claim_is_answered_after_acceptance_and_a_proposal_from_receipt(
    kind: PetitionKind, clocks: set[str]
) -> None:
    assert {clock.kind for clock in petition(kind).case.obligations} == clocks


def test_an_anonymous_petition_has_nobody_to_notify() -> None:
    assert not petition(anonymous=True).runs("notice")


def test_the_case_is_pinned_to_the_rule_set_of_its_receipt() -> None:
    assert emergency().case.rules == "national@4"


def test_who_registers_is_the_first_receiver_unless_another_is_named() -> None:
    assert (emergency().case.receiver, emergency().case.received_by) == ("zhang", "centre")
    by_unit = Story().given(receive(Track.EMERGENCY), by=POLICE)
    assert by_unit.case.received_by == "police"
    assert emergency(receiver="liu").case.receiver == "liu"


def test_the_unit_that_received_it_is_on_record() -> None:
    Story().when(receive(Track.HOTLINE, received_by="nobody")).refused(errors.UnitUnknown)
    Story().when(receive(Track.HOTLINE, received_by="clinic")).then(e.Received)


@pytest.mark.parametrize(
    "title", ["张三 13800138000", "反映人 139 0013 8000", "身份证110101199003077758", "座机8812345"]
)
def test_a_title_with_a_phone_or_identity_number_is_refused(title: str) -> None:
    Story().when(receive(Track.HOTLINE, title=title)).refused(errors.PersonInTitle)


@pytest.mark.parametrize("title", ["3号楼2单元漏水", "G318国道K1024+500处塌方", "110千伏线路"])
def test_a_title_with_ordinary_numbers_is_taken(title: str) -> None:
    Story().when(receive(Track.HOTLINE, title=title)).then(e.Received, title=title)


def test_only_an_accusation_names_accused() -> None:
    Story().when(receive(Track.PETITION, kind=PetitionKind.CLAIM, accused=("police",))).refused(
        errors.AccusedNeeded
    )


def test_the_accused_must_be_a_unit_on_record() -> None:
    Story().when(
        receive(Track.PETITION, kind=PetitionKind.ACCUSATION, accused=("nobody",))
    ).refused(errors.UnitUnknown, unit="nobody")


def test_screening_settles_what_the_matter_is() -> None:
    emergency().when(Screen(category="fire", level="huge")).refused(errors.WrongValue)
    story = emergency().given(Screen(category="fire", level="grave"))
    assert (story.case.category, story.case.level) == ("fire", "grave")
    assert story.case.stage is Stage.SCREENED
    assert not story.runs("screen")


def test_a_grade_found_by_screening_counts_the_limits_anew_from_receipt() -> None:
    story = hotline().later(hours=1).given(Screen(grade="urgent"))
    assert story.due("reply") == MORNING + timedelta(hours=2)
    assert story.due("close") == MORNING + timedelta(hours=24)


def test_sending_an_emergency_out_at_once_is_its_screening() -> None:
    story = dispatched(emergency())
    assert not story.runs("screen")


@pytest.mark.parametrize("validity", [Validity.INVALID, Validity.DUPLICATE])
def test_what_screening_finds_invalid_or_a_duplicate_ends(validity: Validity) -> None:
    main = "QS2025-00002" if validity is Validity.DUPLICATE else ""
    story = emergency().given(Screen(validity=validity, duplicate_of=main))
    assert story.case.stage is Stage.ENDED
    assert not any(clock.running for clock in story.case.obligations)
    story.when(Dispatch(unit="police")).refused(errors.CaseEnded, how=validity.value)


def test_a_duplicate_is_linked_on_its_main_case_only_once() -> None:
    story = emergency().given(LinkDuplicate(number="QS2025-00002"))
    assert story.case.duplicates == ["QS2025-00002"]
    story.when(LinkDuplicate(number="QS2025-00002")).changes_nothing()
    story.when(LinkDuplicate(number=story.case.number)).refused(errors.DuplicateOfItself)


def test_a_main_case_is_no_duplicate_of_its_duplicate() -> None:
    story = emergency().given(LinkDuplicate(number="QS2025-00002"))
    story.when(DUPLICATE).refused(errors.DuplicateOfItself)


def test_the_reporter_of_a_duplicate_petition_is_still_notified() -> None:
    story = petition().given(DUPLICATE)
    assert story.runs("notice")
    story.when(ServeNotice(notice=SERVED)).then(e.NoticeServed)
    assert not story.runs("notice")


def test_accepting_a_claim_starts_the_limit_for_its_opinion() -> None:
    story = accepted_claim()
    assert story.runs("opinion")
    assert not story.runs("notice")
    assert story.case.accepted_at == story.now


def test_the_opinion_is_owed_by_the_lead_unit_when_there_is_one() -> None:
    story = dispatched(petition(), zone="").given(Accept(notice=SERVED))
    clock = story.case.running("opinion")
    assert clock is not None
    assert clock.holder == "police"


@pytest.mark.parametrize(
    "notice",
    [
        e.Notice(),
        e.Notice(how="邮寄"),
        e.Notice(served_at=MORNING),
        e.Notice(waived=" "),
    ],
)
def test_a_notice_says_how_and_when_or_why_it_is_waived(notice: e.Notice) -> None:
    petition().when(Accept(notice=notice)).refused(errors.NoticeNeeded)


def test_an_unclear_address_waives_the_notice_on_record() -> None:
    story = petition().given(ServeNotice(notice=e.Notice(waived="地址不清")))
    assert not story.runs("notice")


def test_declining_ends_the_case_with_its_article() -> None:
    petition().when(Decline(reason="已终结", article=" ", notice=SERVED)).refused(
        errors.FieldMissing, field="article"
    )
    story = petition().given(Decline(reason="已终结", article="第三十五条", notice=SERVED))
    assert story.case.ended_as == "declined"
    story.when(IssueOpinion(outcome=Outcome.SUPPORTED, how="邮寄")).refused(errors.CaseEnded)


def test_redirecting_meets_the_limit_for_transfer_and_ends_the_case() -> None:
    order = Redirect(to="县医保局", reason="职权", leader="陈主任", notice=SERVED)
    story = petition().given(order)
    transfer = next(o for o in story.case.obligations if o.kind == "transfer")
    assert transfer.met
    assert story.case.ended_as == "redirected"


def test_an_emergency_is_never_redirected() -> None:
    order = Redirect(to="县局", reason="职权", leader="陈主任", notice=SERVED)
    emergency().when(order).refused(errors.WrongTrack, track="emergency")


@pytest.mark.parametrize("missing", ["to", "reason", "leader"])
def test_redirecting_needs_addressee_reason_and_the_leaders_word(missing: str) -> None:
    order = {"to": "县医保局", "reason": "职权", "leader": "陈主任", missing: " "}
    facts = {
        "to": errors.FieldMissing,
        "reason": errors.ReasonMissing,
        "leader": errors.LeaderNeeded,
    }
    petition().when(Redirect(notice=SERVED, **order)).refused(facts[missing])


def test_a_planned_signature_comes_before_the_dispatch() -> None:
    story = hotline().given(Screen(sign_off="principal_leader"))
    story.when(Dispatch(unit="police")).refused(errors.SignOffNeeded, grade="principal_leader")
    story.when(SignOff(grade="duty_leader"), by=LEADER).refused(errors.SignOffNotAsked)
    story.given(SignOff(grade="principal_leader"), by=LEADER)
    story.when(Dispatch(unit="police")).then(e.Dispatched)


def test_an_emergency_is_dispatched_first_and_signed_after() -> None:
    story = emergency().given(Screen(sign_off="duty_leader"), Dispatch(unit="police"))
    story.when(SignOff(grade="duty_leader"), by=LEADER).then(e.SignedOff, approved=True)


def test_a_refused_signature_says_why_and_stops_the_dispatch() -> None:
    story = hotline().given(Screen(sign_off="duty_leader"))
    story.when(SignOff(grade="duty_leader", approved=False), by=LEADER).refused(
        errors.ReasonMissing
    )
    story.given(SignOff(grade="duty_leader", approved=False, reason="先核实"), by=LEADER)
    story.when(Dispatch(unit="police")).refused(errors.SignOffNeeded)


def test_signing_twice_changes_nothing() -> None:
    story = hotline().given(Screen(sign_off="duty_leader"))
    story.given(SignOff(grade="duty_leader"), by=LEADER)
    story.when(SignOff(grade="duty_leader"), by=LEADER).changes_nothing()


def test_the_desk_does_not_sign_for_its_leader() -> None:
    story = hotline().given(Screen(sign_off="duty_leader"))
    story.when(SignOff(grade="duty_leader"), by=DESK).refused(errors.NotYourRole)


def test_withdrawing_is_said_once() -> None:
    story = petition().given(Withdraw(words=SEALED))
    story.when(Withdraw()).changes_nothing()
