"""A correction refers to an event and never edits it; what hangs on the right value follows."""

from datetime import datetime, timedelta

import msgspec
import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.correction import FIXED, Correct
from domain.case.dispatch import Arrive, Dispatch, EndHandling
from domain.case.handling import AskExtension, Extend, Pause, Resume
from domain.case.intake import Screen
from domain.case.record import Attach, Note
from domain.case.supervision import Direct, Supervise
from domain.case.words import Outcome, PetitionKind, Stage, Track, Validity
from domain.sealed import Sealed
from tests.domain.scenario import (
    COLLEAGUE,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    SEALED,
    Story,
    agreed,
    answered_claim,
    closed,
    dispatched,
    dispute,
    emergency,
    hotline,
    petition,
)

BOX = Sealed("reporter.1", b"right")
SOON = MORNING + timedelta(days=3)


def right(event: int, field: str, value: object, **fields: object) -> Correct:
    """The right value of a field, found by somebody and approved by another."""
    text = msgspec.json.encode(value).decode()
    usual: dict[str, object] = {"reason": "录入有误", "approver": "chen", "value": text}
    return Correct(event=event, field=field, **{**usual, **fields})  # type: ignore[arg-type]


def right_box(field: str) -> Correct:
    """The right value of a sealed field of the receipt."""
    return Correct(event=1, field=field, reason="录入有误", approver="chen", sealed=BOX)


def test_the_history_stands_and_the_case_is_as_it_should_have_been() -> None:
    story = emergency()
    received = story.history[0]
    story.when(right(1, "place", "新街")).then(e.Corrected, event=1, field="place")
    assert story.history[0] is received
    assert story.case.place == "新街"


def test_the_last_correction_of_a_field_counts_even_back_to_the_first_value() -> None:
    story = emergency(place="老街").given(right(1, "place", "新街"), right(1, "place", "老街"))
    assert story.case.place == "老街"
    story.when(right(1, "place", "老街")).changes_nothing()


def test_corrections_of_two_fields_stand_together() -> None:
    story = hotline().given(right(1, "grade", "urgent"), right(1, "people", 3))
    assert (story.case.grade, story.case.people) == ("urgent", 3)
    assert story.due("reply") == MORNING + timedelta(hours=2)


@pytest.mark.parametrize("approver", ["", " ", "zhang"])
def test_somebody_else_approves_it(approver: str) -> None:
    emergency().when(right(1, "place", "新街", approver=approver), by=DESK).refused(
        errors.ApproverNeeded
    )


def test_it_says_why() -> None:
    emergency().when(right(1, "place", "新街", reason=" ")).refused(errors.ReasonMissing)


class TestTime:
    """A corrected time counts the clocks of its event anew."""

    def test_the_receipts_own(self) -> None:
        earlier = MORNING - timedelta(minutes=10)
        story = hotline().given(right(1, "at", earlier))
        assert story.case.received_at == earlier
        assert story.due("dispatch") == earlier + timedelta(hours=2)

    def test_a_dispatchs(self) -> None:
        story = emergency().later(minutes=10)
        dispatched(story).given(right(2, "at", MORNING))
        assert story.due("arrive", 1) == MORNING + timedelta(minutes=20)

    def test_a_later_grade_counts_from_the_right_receipt(self) -> None:
        story = hotline().later(hours=1).given(Screen(grade="urgent"))
        earlier = MORNING - timedelta(minutes=10)
        story.when(right(1, "at", earlier)).then(e.Corrected, e.Corrected)
        assert story.due("reply") == earlier + timedelta(hours=2)

    def test_a_screenings_own_moves_no_limit_that_counts_from_receipt(self) -> None:
        story = hotline().later(hours=1).given(Screen(grade="urgent"))
        due = story.due("reply")
        story.given(right(2, "at", MORNING + timedelta(minutes=30)))
        assert story.due("reply") == due

    def test_a_resumption_counts_from_the_right_pause(self) -> None:
        story = hotline("hotline-working-days")
        due = story.due("reply")
        story.given(Pause(reason="waiting_for_reporter", approver="chen"))
        story.later(days=2).given(Resume())
        story.given(right(2, "at", MORNING + timedelta(days=1)))
        assert story.due("reply") - due == timedelta(days=1)

    def test_the_visits_by_the_class_of_its_dispute(self) -> None:
        story = dispute().given(Close(outcome=Outcome.REFERRED))
        due = story.due("visit")
        story.given(right(3, "responsibility", "司法所"))
        assert story.due("visit") == due

    def test_an_opinions_window(self) -> None:
        story = answered_claim().later(days=10)
        until = story.case.windows["review_request"]
        story.given(right(3, "at", MORNING + timedelta(days=7)))
        assert story.case.windows["review_request"] - until >= timedelta(days=5)

    def test_a_confirmations_by_the_day_in_force(self) -> None:
        story = agreed()
        version = story.case.version
        due = story.due("confirmation")
        story.given(right(version, "effective_at", MORNING + timedelta(days=4)))
        assert story.due("confirmation") == due + timedelta(days=4)

    def test_not_in_the_future(self) -> None:
        emergency().when(right(1, "at", MORNING + timedelta(hours=1))).refused(
            errors.OccurredInFuture
        )

    def test_not_without_a_zone(self) -> None:
        naive = datetime(2025, 6, 10, 9, 0)  # noqa: DTZ001 - what is refused
        emergency().when(right(1, "at", naive)).refused(errors.WrongValue)

    @pytest.mark.parametrize(
        ("event", "minutes", "what"),
        [(1, 6, "receipt"), (2, 11, "dispatch"), (3, 4, "dispatch"), (3, 16, "arrival")],
    )
    def test_it_puts_no_step_out_of_order(self, event: int, minutes: int, what: str) -> None:
        story = emergency().later(minutes=5)
        dispatched(story).later(minutes=5).given(Arrive(dispatch=1), by=POLICE)
        story.later(minutes=5).given(EndHandling(dispatch=1, result=Outcome.HANDLED), by=POLICE)
        story.later(minutes=5)
        at = MORNING + timedelta(minutes=minutes)
        story.when(right(event, "at", at)).refused(errors.OccurredBefore, what=what)


class TestTrack:
    """类型更正: the clocks are those of the right track."""

    def test_a_hotline_matter_turns_out_an_emergency(self) -> None:
        story = hotline().given(right(1, "track", "emergency"))
        assert story.case.track is Track.EMERGENCY
        assert not story.runs("reply")
        assert story.due("dispatch") == MORNING + timedelta(minutes=5)

    def test_a_petition_says_first_what_it_is(self) -> None:
        hotline().when(right(1, "track", "petition")).refused(errors.PetitionKindNeeded)
        story = hotline().given(right(1, "kind", "claim"), right(1, "track", "petition"))
        assert story.case.kind is PetitionKind.CLAIM
        assert story.runs("transfer")

    def test_an_accusation_names_its_accused_first(self) -> None:
        petition().when(right(1, "kind", "accusation")).refused(errors.AccusedNeeded)

    def test_a_correction_of_the_title_moves_no_clock(self) -> None:
        for story in (petition(PetitionKind.PROPOSAL), petition(anonymous=True)):
            clocks = [(o.kind, o.due) for o in story.case.obligations]
            story.when(right(1, "title", "征地补偿标准")).then(e.Corrected, clocks=None)
            assert [(o.kind, o.due) for o in story.case.obligations] == clocks


class TestText:
    """Clear text as JSON, sealed text as a box."""

    @pytest.mark.parametrize("title", ["", " "])
    def test_a_title_stays_a_title(self, title: str) -> None:
        emergency().when(right(1, "title", title)).refused(errors.TitleNeeded)

    def test_a_title_takes_no_personal_number(self) -> None:
        emergency().when(right(1, "title", "张三13800138000")).refused(errors.PersonInTitle)

    def test_sealed_text_is_replaced_by_sealed_text(self) -> None:
        story = emergency(narrative=SEALED)
        story.when(right_box("narrative")).then(e.Corrected, sealed=BOX, value="")

    def test_sealed_text_that_was_missing_can_be_added(self) -> None:
        emergency().when(right_box("phone")).then(e.Corrected)

    @pytest.mark.parametrize("value", ["东街 3 号", None, ["reporter.1", "Ym94"]])
    def test_a_sealed_field_takes_no_clear_value(self, value: object) -> None:
        for story in (emergency(phone=SEALED), emergency()):
            story.when(right(1, "phone", value)).refused(errors.WrongValue, field="phone")

    def test_a_sealed_field_takes_no_number_in_clear(self) -> None:
        story = emergency(phone=SEALED)
        story.when(right(1, "phone", "13800138000")).refused(errors.PersonInText, field="value")

    def test_a_clear_field_takes_no_sealed_value(self) -> None:
        emergency().when(right(1, "place", "新街", sealed=BOX)).refused(errors.WrongValue)

    @pytest.mark.parametrize(
        ("field", "value"), [("people", "many"), ("people", 0), ("track", "war"), ("at", "soon")]
    )
    def test_a_value_fits_its_field(self, field: str, value: object) -> None:
        emergency().when(right(1, field, value)).refused(errors.WrongValue)

    def test_broken_json_is_no_value(self) -> None:
        broken = Correct(event=1, field="place", reason="误", approver="chen", value='"新')
        emergency().when(broken).refused(errors.WrongValue)

    def test_an_outcome_is_one_of_the_track(self) -> None:
        story = closed()
        story.when(right(story.case.version, "outcome", "solved")).refused(errors.UnknownOutcome)
        story.given(right(story.case.version, "outcome", "help_given"))
        assert story.case.outcome is Outcome.HELP_GIVEN


class TestWhatIsNotCorrected:
    """Who, what is counted, and what decisions took from the rules."""

    @pytest.mark.parametrize("field", sorted(FIXED & set(e.Received.__struct_fields__)))
    def test_a_fixed_field(self, field: str) -> None:
        emergency().when(right(1, field, "x")).refused(errors.NotCorrectable, field=field)

    def test_a_field_the_event_does_not_have(self) -> None:
        emergency().when(right(1, "colour", "red")).refused(errors.NotCorrectable)

    def test_a_correction(self) -> None:
        story = emergency().given(right(1, "place", "新街"))
        story.when(right(2, "reason", "x")).refused(errors.NotCorrectable)

    def test_what_an_extension_gave(self) -> None:
        story = hotline().given(AskExtension(kind="reply", days=5, reason="待鉴定"))
        story.given(Extend(kind="reply", days=5, reason="待鉴定", told=True), by=LEADER)
        for field, value in (("due", SOON), ("days", 9)):
            story.when(right(3, field, value)).refused(errors.NotCorrectable)

    @pytest.mark.parametrize("event", [0, 2, -1])
    def test_an_event_that_is_not_there(self, event: int) -> None:
        emergency().when(right(event, "place", "x")).refused(errors.NoSuchEvent, event=event)


class TestUnitsAndDates:
    """A limit follows the unit and the date it was set for."""

    def test_the_units_limits_move_to_the_right_unit(self) -> None:
        story = dispatched(emergency()).given(right(2, "unit", "clinic"))
        assert {o.holder for o in story.case.obligations if o.ref == 1} == {"clinic"}
        assert story.case.handling_units == {"clinic"}

    def test_a_zone_left_out_starts_the_limit_for_arriving(self) -> None:
        story = dispatched(emergency(), zone="").given(right(2, "zone", "village"))
        assert story.due("arrive", 1) == MORNING + timedelta(minutes=60)

    def test_the_right_unit_is_on_record(self) -> None:
        dispatched(emergency()).when(right(2, "unit", "nobody")).refused(errors.UnitUnknown)

    def test_the_right_date_of_an_order_is_its_limit(self) -> None:
        story = petition().given(Supervise(unit="justice", reason="逾期", due=SOON), by=INSPECTOR)
        story.given(right(2, "due", SOON + timedelta(days=1)))
        assert story.due("supervise", 1) == SOON + timedelta(days=1)

    def test_the_right_date_of_a_directive_is_still_within_thirty_days(self) -> None:
        story = petition().given(Direct(leader="刘镇长", holder="justice", due=SOON))
        story.given(right(2, "due", MORNING + timedelta(days=300)))
        assert (story.due("directive", 1) - MORNING).days == 30


class TestScreening:
    """What was screened wrongly is corrected, not screened again."""

    def test_a_wrong_duplicate_lives_again(self) -> None:
        story = emergency().given(Screen(validity=Validity.DUPLICATE, duplicate_of="QS2025-00002"))
        story.given(right(2, "validity", "valid"))
        assert story.case.open
        assert (story.case.stage, story.case.duplicate_of) == (Stage.SCREENED, "")
        assert story.runs("close")
        story.when(Dispatch(unit="police")).then(e.Dispatched)

    def test_a_duplicate_found_late_names_its_main_case_first(self) -> None:
        story = emergency().given(Screen())
        story.when(right(2, "validity", "duplicate")).refused(errors.DuplicateNeedsMain)
        story.when(right(2, "duplicate_of", story.case.number)).refused(errors.DuplicateOfItself)
        story.given(right(2, "duplicate_of", "QS2025-00002"), right(2, "validity", "duplicate"))
        assert story.case.ended_as == "duplicate"


def test_a_case_is_corrected_after_it_ended_or_closed() -> None:
    closed().when(right(1, "place", "新街"), by=COLLEAGUE).then(e.Corrected)
    ended: Story = emergency().given(Screen(validity=Validity.INVALID))
    ended.when(right(1, "place", "新街")).then(e.Corrected)


def test_a_note_can_be_corrected_and_changes_nothing_else() -> None:
    story = emergency().given(Note(label="电话"), right(2, "label", "来电"))
    assert story.case.version == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("sha256", "00" * 32), ("size", 7), ("media_type", "text/plain"), ("step", 0)],
)
def test_a_file_is_not_corrected_to_other_bytes_or_another_step(field: str, value: object) -> None:
    story = emergency().given(Attach(sha256="ab" * 32, size=9, media_type="image/png", step=1))
    story.when(right(2, field, value)).refused(errors.NotCorrectable)


def test_nothing_is_corrected_in_a_case_that_is_not_there() -> None:
    Story().when(right(1, "place", "x")).refused(errors.CaseUnknown)
