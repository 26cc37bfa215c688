"""Erasing: asked by one, decided by another, on a basis, after its period, never under a hold."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from domain import errors
from domain.case.closing import Close
from domain.case.erasure import EraseData, LiftHold, RefuseErasure, SetHold
from domain.case.events import DataErased, ErasureAsked, Received
from domain.case.handling import Reply
from domain.case.record import Note
from domain.case.sealing import living
from domain.case.words import Channel, Outcome, Track
from domain.retention.decisions import confirm, issue, ship
from domain.retention.events import RetentionConfirmed, RetentionIssued
from domain.retention.keeping import over_from
from domain.retention.model import ReadingRules, RetentionRules, check
from domain.retention.state import Book, fold
from domain.rules.model import RuleError
from domain.sealed import Sealed
from tests.domain.scenario import (
    ADMIN,
    ASK,
    COLLEAGUE,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    NUMBER,
    POLICE,
    RETENTION,
    Story,
    asked,
    handled,
    named,
    on_hold,
    receive,
)

BY_PERIOD = replace(ASK, basis="period-over", reason="保管期限届满")
EVERYBODY = replace(ASK, person="all")


def settled(track: Track = Track.EMERGENCY) -> Story:
    """A matter with a named reporter was handled and closed."""
    story = Story().given(receive(track, name=Sealed("reporter.1", b"box")))
    return handled(story).given(
        *([Reply(how="电话")] if track == Track.HOTLINE else []), Close(outcome=Outcome.HANDLED)
    )


def marking(**values: int) -> ReadingRules:
    given = {"many": 20, "within_minutes": 60, "acted_within_hours": 24, **values}
    return ReadingRules(**given)  # type: ignore[arg-type]  # plain numbers


class TestAsking:
    """Anybody at the desk may ask; the data must be there, and the basis allow it."""

    def test_the_request_says_by_which_version_of_the_rules_it_is_asked(self) -> None:
        named().when(ASK).then(ErasureAsked, rules=1, person="reporter")

    def test_asking_for_the_same_again_changes_nothing(self) -> None:
        asked().when(replace(ASK, reason="再次申请"), by=COLLEAGUE).changes_nothing()

    @pytest.mark.parametrize("field", ["reason", "identity"])
    def test_what_is_said_of_an_erasure_names_nobody_since_it_stays(self, field: str) -> None:
        told = replace(ASK, **{field: "王建国先生本人持身份证来办"})
        named().when(told).refused(errors.NameInText, field=field)

    def test_nor_does_what_is_said_of_a_hold_or_a_refusal(self) -> None:
        held = SetHold(reason="诉讼中", authority="县法院王建国同志")
        named().when(held, by=INSPECTOR).refused(errors.NameInText, field="authority")
        said = "李大明先生不同意"
        asked().when(RefuseErasure(asked=2, reason=said), by=INSPECTOR).refused(errors.NameInText)
        on_hold().when(LiftHold(hold=1, reason=said), by=INSPECTOR).refused(errors.NameInText)

    def test_a_unit_asks_for_nothing(self) -> None:
        named().when(ASK, by=POLICE).refused(errors.NotYourRole)

    def test_a_matter_is_erased_by_its_period_once_that_is_over_and_not_before(self) -> None:
        story = settled()
        story.when(BY_PERIOD).refused(errors.KeptUntil, until="2036-01-01")
        story.now = datetime(2035, 12, 31, 15, 59, tzinfo=UTC)
        story.when(BY_PERIOD).refused(errors.KeptUntil)
        story.now = datetime(2036, 1, 1, tzinfo=UTC)
        story.when(BY_PERIOD).then(ErasureAsked)

    def test_what_was_given_by_consent_may_go_before(self) -> None:
        settled().when(ASK).then(ErasureAsked)

    def test_a_grave_matter_is_kept_for_good(self) -> None:
        story = settled()
        story.case.level = "grave"
        story.when(BY_PERIOD).refused(errors.KeptForGood)

    def test_no_period_ends_by_rules_nobody_confirmed(self, monkeypatch: Any) -> None:
        unconfirmed = replace(RETENTION, confirmed=False)
        monkeypatch.setattr("tests.domain.scenario.RETENTION", unconfirmed)
        settled().when(BY_PERIOD).refused(errors.RetentionUnconfirmed)


class TestDeciding:
    """Another person of the inspection office decides, and everything is looked at once more."""

    def test_the_record_names_the_keys_that_are_destroyed(self) -> None:
        erased = asked().when(EraseData(asked=2), by=INSPECTOR)
        story = erased.then(DataErased, keys=("reporter.1",), asked=2, approver="sun")
        assert story.case.erased == {"reporter"}
        assert not story.case.erasures

    def test_everybody_is_erased_person_by_person(self) -> None:
        story = named().given(Note(text=Sealed("matter.1", b"box")), EVERYBODY)
        story.when(EraseData(asked=3), by=INSPECTOR).then(DataErased, DataErased, person="matter")

    def test_whoever_asked_does_not_decide(self) -> None:
        story = named().given(ASK, by=INSPECTOR)
        story.when(EraseData(asked=2), by=INSPECTOR).refused(errors.OwnErasure, person="sun")

    def test_a_hold_set_meanwhile_stops_it_until_it_is_lifted(self) -> None:
        story = asked().given(SetHold(reason="诉讼保全"), by=LEADER)
        story.when(EraseData(asked=2), by=INSPECTOR).refused(errors.UnderHold, hold=1)
        story.given(LiftHold(hold=1, reason="已判决"), by=INSPECTOR)
        story.when(EraseData(asked=2), by=INSPECTOR).then(DataErased)

    def test_what_is_sealed_after_it_can_be_erased_again(self) -> None:
        story = asked().given(EraseData(asked=2), by=INSPECTOR)
        story.when(ASK).refused(errors.NothingToErase)
        story.given(Note(text=Sealed("reporter.2", b"box")), ASK)
        story.when(EraseData(asked=5), by=INSPECTOR).then(DataErased, keys=("reporter.2",))

    def test_whoever_asked_may_take_it_back_and_another_of_the_desk_may_not(self) -> None:
        back = RefuseErasure(asked=2, reason="本人不再要求")
        asked().when(back, by=COLLEAGUE).refused(errors.NotYourRole)
        story = asked().given(back, by=DESK)
        assert not story.case.erasures

    def test_the_case_stays_as_it_was(self) -> None:
        story = settled()
        before = (story.case.stage, story.case.obligations, story.case.closings)
        story.given(ASK).given(EraseData(asked=story.case.version), by=INSPECTOR)
        assert (story.case.stage, story.case.obligations, story.case.closings) == before


class TestHolds:
    """Set by heads, any number; lifted one by one by the inspection office."""

    def test_each_lasts_until_it_is_lifted(self) -> None:
        story = on_hold().given(SetHold(reason="审计"), by=INSPECTOR)
        story.given(LiftHold(hold=1, reason="已判决"), by=INSPECTOR)
        story.when(ASK).refused(errors.UnderHold, hold=2)

    def test_the_desk_sets_none_and_a_leader_lifts_none(self) -> None:
        named().when(SetHold(reason="x"), by=DESK).refused(errors.NotYourRole)
        on_hold().when(LiftHold(hold=1, reason="x"), by=LEADER).refused(errors.NotYourRole)

    def test_a_lifted_one_stays_lifted(self) -> None:
        lift = LiftHold(hold=1, reason="已判决")
        on_hold().given(lift, by=INSPECTOR).when(lift, by=INSPECTOR).changes_nothing()


def test_an_older_record_without_keys_destroyed_all_there_were() -> None:
    received = Received(
        at=MORNING,
        by=INSPECTOR,
        number=NUMBER,
        track=Track.HOTLINE,
        channel=Channel.PHONE,
        title="路灯",
        rules="national@1",
        received_by="centre",
        receiver="zhang",
        name=Sealed("reporter.1", b"x"),
    )
    erased = DataErased(
        at=MORNING, by=INSPECTOR, person="reporter", basis="第四十七条", approver="chen"
    )
    later = Note(text=Sealed("reporter.2", b"x"))
    assert living([received, erased]) == {}
    assert later.text is not None


class TestRules:
    """The rules stand on record whole; another person than their issuer lets them count."""

    def test_shipped_ones_count_once_somebody_confirmed_them(self) -> None:
        book = fold(ship(Book(), "text", "ab", MORNING, "system"), Book())
        assert (book.last, book.confirmed) == (1, 0)
        book = fold(confirm(book, 1, MORNING, LEADER), book)
        assert book.confirmed == 1
        assert ship(book, "text", "ab", MORNING, "system") == []

    def test_who_issued_a_version_does_not_confirm_it(self) -> None:
        book = fold(issue(Book(), "text", "ab", MORNING, LEADER), Book())
        with pytest.raises(errors.IssuerActivates):
            confirm(book, 1, MORNING, LEADER)
        assert isinstance(confirm(book, 1, MORNING, INSPECTOR)[0], RetentionConfirmed)

    def test_only_heads_confirm(self) -> None:
        issued = RetentionIssued(at=MORNING, by="wu", version=1, text="t", sha256="a")
        book = fold([issued], Book())
        for actor in (ADMIN, DESK, POLICE):
            with pytest.raises(errors.NotYourRole):
                confirm(book, 1, MORNING, actor)

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"keeping": ()}, "keeping"),
            ({"bases": ()}, "bases"),
            ({"classes": ()}, "keeping[0].of"),
            ({"readings": marking(many=501)}, "readings.many"),
            ({"readings": marking(within_minutes=10**12)}, "readings.within_minutes"),
            ({"readings": marking(acted_within_hours=10**12)}, "readings.acted_within_hours"),
        ],
    )
    def test_rules_that_say_too_little_are_refused_with_their_place(
        self, change: dict[str, Any], path: str
    ) -> None:
        rules = RETENTION.rules
        assert isinstance(rules, RetentionRules)
        with pytest.raises(RuleError) as problem:
            check(replace(rules, **change))
        assert problem.value.path == path

    def test_a_period_begins_with_the_year_after(self) -> None:
        assert over_from(10, MORNING) == datetime(2036, 1, 1, tzinfo=UTC)
