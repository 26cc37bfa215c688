"""Mediation is voluntary, by a mediator without interest, and never in the way of a lawsuit."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.closing import Close
from domain.case.mediation import (
    AddParty,
    ChallengeMediator,
    DecideConfirmation,
    EstablishFacts,
    FailMediation,
    HoldSession,
    NameMediator,
    RecordBreach,
    RecordConsent,
    RecordPerformance,
    RequestConfirmation,
    RuleChallenge,
    TakeUp,
    WithdrawConsent,
)
from domain.case.words import Outcome, Procedure, Stage
from tests.domain.scenario import (
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    Story,
    agree,
    agreed,
    dispute,
    emergency,
    hotline,
    mediating,
)

SESSION = HoldSession(parties=(1, 2))


def ready() -> Story:
    """Facts and session are done; an agreement could be reached."""
    return mediating().given(EstablishFacts(), SESSION)


class TestTakingUp:
    """Disputes, and emergencies that turn out to be one."""

    def test_it_starts_the_thirty_days_of_mediation(self) -> None:
        story = dispute().given(TakeUp(unit="justice"))
        assert (story.due("mediation") - MORNING).days == 30
        assert story.case.stage is Stage.MEDIATING

    def test_an_emergency_may_be_a_quarrel(self) -> None:
        emergency().when(TakeUp(unit="police")).then(e.TakenUp)

    def test_a_hotline_matter_is_none(self) -> None:
        hotline().when(TakeUp(unit="justice")).refused(errors.WrongTrack)

    def test_after_a_failure_it_may_be_tried_again(self) -> None:
        story = mediating().given(FailMediation(routes=("诉讼",)))
        story.when(TakeUp(unit="justice")).then(e.TakenUp)

    def test_nothing_of_it_happens_before(self) -> None:
        for step in (EstablishFacts(), SESSION, FailMediation(routes=("诉讼",))):
            dispute().when(step).refused(errors.NotTakenUp)


class TestConsent:
    """No session without both parties' recorded consent; either may stop."""

    @pytest.mark.parametrize("party", [1, 2])
    def test_each_has_to_agree(self, party: int) -> None:
        story = mediating().given(EstablishFacts(), WithdrawConsent(party=party))
        story.when(SESSION).refused(errors.ConsentMissing, party=party)
        story.when(agree(story)).refused(errors.ConsentMissing)

    def test_who_stopped_may_agree_again(self) -> None:
        story = mediating().given(
            EstablishFacts(), WithdrawConsent(party=1), RecordConsent(party=1)
        )
        story.when(SESSION).then(e.SessionHeld)

    def test_said_once_is_enough(self) -> None:
        story = mediating()
        story.when(RecordConsent(party=1)).changes_nothing()
        story.given(WithdrawConsent(party=1))
        story.when(WithdrawConsent(party=1)).changes_nothing()

    def test_stopping_never_blocks_a_lawsuit_and_the_routes_are_told(self) -> None:
        story = mediating().given(WithdrawConsent(party=1))
        story.when(FailMediation(routes=(" ",))).refused(errors.RoutesNeeded)
        story.given(FailMediation(routes=("仲裁", "诉讼"), reason="一方不愿"))
        story.when(Close(outcome=Outcome.FAILED)).then(e.Closed)

    def test_one_party_alone_is_no_mediation(self) -> None:
        mediating().given(EstablishFacts()).when(HoldSession(parties=(1,))).refused(
            errors.TwoPartiesNeeded
        )

    def test_a_stranger_is_no_party(self) -> None:
        mediating().given(EstablishFacts()).when(HoldSession(parties=(1, 9))).refused(
            errors.UnknownParty, party=9
        )

    def test_parties_are_numbered_as_they_come(self) -> None:
        mediating().when(AddParty()).then(e.PartyJoined, party=3)


class TestMediators:
    """No interest, no pressure; may be challenged."""

    def without(self) -> Story:
        story = dispute().given(TakeUp(unit="justice"), AddParty(), AddParty())
        return story.given(RecordConsent(party=1), RecordConsent(party=2), EstablishFacts())

    def test_somebody_is_named(self) -> None:
        self.without().when(SESSION).refused(errors.MediatorNeeded)
        self.without().when(NameMediator(mediator=" ", unit="justice")).refused(errors.FieldMissing)
        self.without().when(ChallengeMediator(party=1)).refused(errors.MediatorNeeded)

    def test_naming_the_same_again_changes_nothing(self) -> None:
        mediating().when(NameMediator(mediator="qian", unit="justice")).changes_nothing()

    def test_a_challenge_stops_sessions_until_it_is_ruled_on(self) -> None:
        story = mediating().given(EstablishFacts(), ChallengeMediator(party=1))
        story.when(SESSION).refused(errors.MediatorInvolved, mediator="qian")
        story.given(RuleChallenge(upheld=False, reason="无利害关系"), by=LEADER)
        story.when(SESSION).then(e.SessionHeld)

    def test_the_mediator_does_not_rule_on_it(self) -> None:
        mediator = e.Actor("qian", "centre", "leader")
        mediating().given(ChallengeMediator(party=1)).when(
            RuleChallenge(upheld=False, reason="x"), by=mediator
        ).refused(errors.MediatorInvolved)

    def test_without_a_challenge_there_is_nothing_to_rule_on(self) -> None:
        mediating().when(RuleChallenge(upheld=True, reason="x"), by=DESK).refused(
            errors.NoRulingPending
        )

    def test_who_stepped_down_does_not_come_back(self) -> None:
        story = mediating().given(
            ChallengeMediator(party=1), RuleChallenge(upheld=True, reason="亲属")
        )
        story.when(NameMediator(mediator="qian", unit="justice")).refused(errors.MediatorInvolved)
        story.when(NameMediator(mediator="feng", unit="justice")).then(e.MediatorNamed)


class TestAgreements:
    """Signed by consenting parties, written under the standard procedure."""

    def test_the_standard_procedure_is_facts_session_and_writing(self) -> None:
        story = mediating()
        story.when(SESSION).refused(errors.FactsNeeded)
        story.when(agree(story)).refused(errors.SessionNeeded)
        story.given(EstablishFacts(), SESSION)
        story.when(agree(story, written=False)).refused(errors.WrongValue, field="written")
        story.when(agree(story)).then(e.AgreementReached, mediator="qian")
        assert not story.runs("mediation")

    def test_the_simple_procedure_records_an_oral_agreement(self) -> None:
        story = mediating(procedure=Procedure.SIMPLE)
        story.when(agree(story, written=False)).then(e.AgreementReached, written=False)
        assert not story.runs("confirmation")
        story.when(RequestConfirmation()).refused(errors.WrongValue, field="written")

    def test_confirmation_may_be_asked_for_thirty_days_from_the_day_in_force(self) -> None:
        in_force = MORNING + timedelta(days=10)
        story = agreed(effective_at=in_force)
        assert (story.due("confirmation") - in_force).days == 30

    def test_performance_is_due_when_the_parties_agreed(self) -> None:
        due = MORNING + timedelta(days=60)
        story = agreed(perform_by=due)
        assert story.due("performance") == due
        story.given(RecordPerformance(complete=False))
        assert story.runs("performance")
        story.given(RecordPerformance(complete=True))
        assert not story.runs("performance")
        story.when(RecordPerformance(complete=True)).changes_nothing()

    def test_it_is_not_performed_before_it_is_in_force(self) -> None:
        story = ready()
        story.when(agree(story, perform_by=MORNING - timedelta(days=1))).refused(
            errors.OccurredBefore, what="agreement"
        )

    def test_an_agreement_does_not_fail(self) -> None:
        agreed().when(FailMediation(routes=("诉讼",))).refused(errors.WrongValue)

    def test_performance_is_followed_up_after_closing(self) -> None:
        story = agreed(perform_by=MORNING + timedelta(days=60))
        story.given(Close(outcome=Outcome.AGREEMENT))
        assert story.runs("performance")
        assert story.runs("confirmation")
        story.when(RecordPerformance(complete=True)).then(e.PerformanceRecorded)

    def test_a_breach_of_an_open_case_leaves_the_mediation_under_way(self) -> None:
        story = agreed()
        story.when(RecordBreach(party=1)).then(e.AgreementBreached)
        story.when(agree(story)).then(e.AgreementReached)

    def test_the_court_answers_what_it_was_asked(self) -> None:
        story = agreed()
        story.when(DecideConfirmation(confirmed=True)).refused(errors.NoRulingPending)
        story.given(RequestConfirmation())
        assert not story.runs("confirmation")
        story.when(RequestConfirmation()).changes_nothing()
        story.given(DecideConfirmation(confirmed=True))
        story.when(DecideConfirmation(confirmed=True), by=INSPECTOR).refused(errors.NoRulingPending)
