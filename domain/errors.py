"""Refusals in the words of the field: each a fact with a stable code and its data, no prose."""

import re


class DomainError(Exception):
    """A command that the rules refuse. `code` is stable and public; `data` says about what."""

    code = "refused"

    def __init_subclass__(cls) -> None:
        """Derive the code from the class name: `NotDispatched` is `not-dispatched`."""
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, **data: object) -> None:
        """Keep what the refusal is about."""
        super().__init__(self.code, data)
        self.data = data

    def __str__(self) -> str:
        """Code and data, for logs."""
        about = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.code} ({about})" if about else self.code


# --- time and person ---
class OccurredInFuture(DomainError):
    """`at` lies after the service's clock."""


class OccurredBefore(DomainError):
    """`at` lies before what it depends on."""


class OccurredTooLongAgo(DomainError):
    """`at` lies further back than the rule set lets anybody enter."""


class ClockBehind(DomainError):
    """The host's clock says a time long before the last record's."""


class ClockJumped(DomainError):
    """The host's clock moved otherwise than time went by since the process began."""


class LateEntryNeedsReason(DomainError):
    """Entered later than the rule set lets pass without a reason."""


class LateEntryNeedsSupervisor(DomainError):
    """Entered so late that only a supervisor may enter it."""


class NotYourRole(DomainError):
    """The actor's role may not take this step."""


class NotYourUnit(DomainError):
    """The actor acts for another unit than the one charged."""


class OwnAct(DomainError):
    """Who asked for it, or did it, would decide on it."""


class ReasonMissing(DomainError):
    """A step that needs a reason came without."""


class FieldMissing(DomainError):
    """A step came without something it needs."""


class RecordsWithheld(DomainError):
    """The whole case was asked for, and some of its records are not for the actor."""


# --- the case as a whole ---
class CaseUnknown(DomainError):
    """There is no such case."""


class MovedOn(DomainError):
    """More was recorded than the actor had seen when the step was filled in."""


class CaseExists(DomainError):
    """The case was received already."""


class CaseEnded(DomainError):
    """The case was declined, redirected, found invalid or a duplicate."""


class CaseClosed(DomainError):
    """The case is closed; reopen it first."""


class CaseNotClosed(DomainError):
    """The step is possible only after closing."""


class WrongTrack(DomainError):
    """The track knows no such step."""


class TitleNeeded(DomainError):
    """A case needs a short title."""


class PersonInTitle(DomainError):
    """The title holds something that looks like personal data."""


class NothingOpens(DomainError):
    """Nothing of what is kept encrypted opens to whoever asks."""


class PersonInText(DomainError):
    """A text that stays in clear holds a phone or identity number, or the like."""


class PetitionKindNeeded(DomainError):
    """A petition is a claim, a proposal or an accusation."""


class AccusedNeeded(DomainError):
    """An accusation names its accused at receipt."""


class UnknownOutcome(DomainError):
    """The track knows no such outcome."""


# --- intake ---
class AlreadyScreened(DomainError):
    """The case was screened; correct it instead."""


class ScreeningNeeded(DomainError):
    """The track's matters are screened before they are closed."""


class DuplicateNeedsMain(DomainError):
    """A duplicate is linked to its main case."""


class DuplicateOfItself(DomainError):
    """A case can't be its own duplicate."""


class AlreadyAccepted(DomainError):
    """The case was accepted."""


class NotAccepted(DomainError):
    """The case was not accepted yet."""


class NoticeNeeded(DomainError):
    """The notice says how and when it was served, or why it was waived."""


class LeaderNeeded(DomainError):
    """The step needs the leader's word."""


class SignOffNeeded(DomainError):
    """The plan asks for a signature before dispatch."""


class SignOffNotAsked(DomainError):
    """Nothing waits for a signature of that grade."""


# --- dispatch ---
class UnitUnknown(DomainError):
    """There is no such unit, or it is dissolved."""


class LeadTaken(DomainError):
    """The case has a lead unit; any other unit supports."""


class NoLead(DomainError):
    """Support needs a lead unit first."""


class AlreadyDispatched(DomainError):
    """The unit holds a live dispatch of this case."""


class AccusedUnit(DomainError):
    """An accusation is never brought before the accused."""


class NotDispatched(DomainError):
    """There is no such live dispatch."""


class AlreadySigned(DomainError):
    """The dispatch was signed for."""


class AlreadyArrived(DomainError):
    """The arrival was reported."""


class AlreadyHandled(DomainError):
    """The end of handling was reported."""


class AlreadyGiven(DomainError):
    """The feedback was given."""


class NoFeedback(DomainError):
    """There is no feedback to send back or follow up."""


class RulingPending(DomainError):
    """A return of this dispatch waits for a ruling."""


class LinkEnded(DomainError):
    """There is no such link to a dispatch, or it has run out or been ended."""


class NotByLink(DomainError):
    """A link opens one dispatch and its steps, nothing else."""


class NoRulingPending(DomainError):
    """No return of this dispatch waits for a ruling."""


class WindowOver(DomainError):
    """The time in which this could be asked for is over."""


# --- handling ---
class OneLevelAtATime(DomainError):
    """A transfer goes one level up; skipping needs a reason."""


class UnknownLevel(DomainError):
    """The rule set knows no such level."""


class PlanActive(DomainError):
    """A response plan is in force."""


class NoPlanActive(DomainError):
    """No response plan is in force."""


class PlanUnknown(DomainError):
    """There is no such response plan, or it is not in force."""


class PlanFixed(DomainError):
    """That version was in force and never changes; what is to change needs a new one."""


class PlanOutOfTurn(DomainError):
    """Versions of a plan follow one another without a gap."""


class PostUnknown(DomainError):
    """There is no such post that plans could call on."""


class PlanReasonNeeded(DomainError):
    """Another plan than the proposed one, or none, needs a reason."""


class PlanUnitsLeftOut(DomainError):
    """Units of the plan that are not called out need a reason."""


class NotInPlan(DomainError):
    """The unit is none of those the plan calls out here."""


class SafetyFactNeeded(DomainError):
    """Police come to people who complain only where a fact about somebody's safety is recorded."""


class TooManyRepresentatives(DomainError):
    """A group speaks through no more representatives than the rule set allows."""


class NoSuchItem(DomainError):
    """There is no such directive, urge, order, proposal, complaint or checklist item open."""


class AlreadyPaused(DomainError):
    """The clocks stand still already."""


class NotPaused(DomainError):
    """The clocks are running."""


class PauseNotAllowed(DomainError):
    """The pinned rule set allows no pause for that reason."""


class NoSuchFailing(DomainError):
    """The case's records show no such failing, or a correction made it another."""


class AlreadyContested(DomainError):
    """The failing is contested, and waits for a ruling."""


class AlreadyRuled(DomainError):
    """It was ruled on whether the failing stands."""


class NotImpartial(DomainError):
    """Of the unit a failing is held against, or who contested it: neither rules on it."""


class OccurredAfter(DomainError):
    """It is said to have been before the receipt, and was not."""


class NoSuchClock(DomainError):
    """No such clock is running."""


class ExtensionTooLong(DomainError):
    """More than the rule set allows in all."""


class ExtensionNotAllowed(DomainError):
    """The rule set knows no extension of that clock."""


class ApproverNeeded(DomainError):
    """The step needs an approver who is not the actor."""


class AlreadyReplied(DomainError):
    """The reply was served."""


class NotReplied(DomainError):
    """No reply was served yet that could be reviewed."""


class OpinionNeeded(DomainError):
    """A claim needs a written opinion."""


class ReviewUnderWay(DomainError):
    """A review is under way."""


class NoReviewUnderWay(DomainError):
    """No review of that stage is under way."""


class ReviewFinal(DomainError):
    """After the re-review the matter is final."""


class HearingOnlyInRereview(DomainError):
    """Only the re-review's clock stops for a hearing."""


class ForbiddenTask(DomainError):
    """The text asks for a task against the people who come here."""


# --- mediation ---
class NotTakenUp(DomainError):
    """No mediation is under way."""


class AlreadyTakenUp(DomainError):
    """The dispute was taken up."""


class UnknownParty(DomainError):
    """There is no party with that number."""


class ConsentMissing(DomainError):
    """No session without both parties' recorded consent."""


class TwoPartiesNeeded(DomainError):
    """A mediation has at least two parties."""


class MediatorNeeded(DomainError):
    """Nobody is named as mediator."""


class MediatorInvolved(DomainError):
    """The mediator is challenged or no longer named."""


class FactsNeeded(DomainError):
    """The standard procedure establishes the facts first."""


class SessionNeeded(DomainError):
    """The standard procedure needs a session before its agreement."""


class NoAgreement(DomainError):
    """There is no agreement in force."""


class RoutesNeeded(DomainError):
    """When mediation fails the parties are told their other routes."""


# --- closing ---
class FeedbackOutstanding(DomainError):
    """A dispatch has neither feedback nor return nor recall."""


class HandlingNeeded(DomainError):
    """Nobody was dispatched, so there is nothing to close as handled."""


class ReplyNeeded(DomainError):
    """The reply must be served before closing."""


class MediationNeeded(DomainError):
    """A dispute closes with an agreement, or failed with the routes told."""


class WithdrawalNeeded(DomainError):
    """Closing as withdrawn needs the reporter's withdrawal on record."""


class NoHandler(DomainError):
    """Nobody was appointed to answer for the matter, so nobody can be changed."""


class ThreeGatesNeeded(DomainError):
    """Responsibility, measures and result must each be stated (三不放过)."""


class VisitByHandler(DomainError):
    """A return visit is never made by the handler or the handling unit."""


class AlreadyVisited(DomainError):
    """The return visit was made."""


class AnswerNeeded(DomainError):
    """A reporter who answered said whether it is solved and whether they are satisfied."""


class NothingToRule(DomainError):
    """No unhappy answer waits for a ruling."""


class AlreadyArchived(DomainError):
    """The file is complete."""


# --- record ---
class NoSuchEvent(DomainError):
    """There is no such event in the case."""


class NotCorrectable(DomainError):
    """That field of that event can't be corrected."""


class WrongValue(DomainError):
    """The value doesn't fit the field."""


# --- erasing ---
class BasisUnknown(DomainError):
    """The retention rules know no such legal basis."""


class NothingToErase(DomainError):
    """There is nothing sealed of that person, or it is erased already."""


class NoErasureAsked(DomainError):
    """No request to erase that stands open bears that number."""


class OwnErasure(DomainError):
    """Who asked that something be erased does not decide on it."""


class UnderHold(DomainError):
    """A hold lies on the case; nothing of it is erased until it is lifted."""


class StillHandled(DomainError):
    """The matter is open, and the legal basis lets nothing be erased before it is settled."""


class KeptForGood(DomainError):
    """What the case holds is kept permanently."""


class KeptUntil(DomainError):
    """The period it has to be kept is not over."""


class RetentionUnconfirmed(DomainError):
    """Nobody of the centre has confirmed how long things are kept here."""


# --- units, rules ---
class UnitExists(DomainError):
    """The code is taken."""


class UnitInCircle(DomainError):
    """A unit can't stand below itself."""


class CentreStays(DomainError):
    """The centre stands at the top and is never dissolved."""


class CategoryExists(DomainError):
    """The code of the category is taken, for ever."""


class CategoryUnknown(DomainError):
    """There is no such category, or no such group."""


class WrongCategoryCode(DomainError):
    """A category's code is capital letters and digits."""


class RulesExist(DomainError):
    """That version of the rule set is on record with another text."""


class RulesUnknown(DomainError):
    """No such rule set is on record."""


class RulesOutOfOrder(DomainError):
    """A new version of a rule set has a greater number than all before it."""


class IssuerActivates(DomainError):
    """Whoever put a version of a rule set on record is not who puts it in force."""


class ScoringUnknown(DomainError):
    """There are no such scoring rules, or none that could be put in force."""


class OwnScoringRules(DomainError):
    """Whoever issued scoring rules is not who puts them in force."""


class ScoringOutOfTurn(DomainError):
    """The next version of a set of scoring rules bears the next number."""


class ScoringSubjectFixed(DomainError):
    """A set of scoring rules stays one of the units, or of the centre itself."""


class ScoringRetired(DomainError):
    """The version is retired; nobody chooses it any more."""


class ScoringBackwards(DomainError):
    """Scoring rules are not put in force for quarters whose results are published."""


class ScoringInForce(DomainError):
    """Quarters are scored by the version now or later; put another in force first."""


class CalendarMoved(DomainError):
    """The working calendar was changed since somebody decided on it."""


# --- duty ---
class NoShift(DomainError):
    """Nobody has begun a shift."""


class ShiftOver(DomainError):
    """The shift would be over before it begins."""


class NotOfTheDesk(DomainError):
    """The person has no account of the duty desk."""


class NoSuchNote(DomainError):
    """The shift left no note, or there was no such shift."""


class NoSuchWall(DomainError):
    """There is no such screen."""


# --- screening rounds ---
class RoundUnknown(DomainError):
    """There is no such round."""


class RoundPlanUnknown(DomainError):
    """There is no such plan of rounds, or no version of it that could be issued."""


class RoundPlanExists(DomainError):
    """The code of the plan is taken."""


class PersonsSought(DomainError):
    """A round looks for disputes and hazards, never for kinds of people."""


class NoUnitsAsked(DomainError):
    """No unit would be asked by this round."""


class NotInRound(DomainError):
    """The unit is not asked in this round."""


class CalledOff(DomainError):
    """The round was called off; nobody owes a report of it."""


class FindingsReported(DomainError):
    """The unit has reported findings, so it can't report that there is nothing."""


class NotAFinding(DomainError):
    """A petition is brought by people and is no finding of a round."""


class NoReportYet(DomainError):
    """There is no such report to take back."""


# --- assessment ---
class QuarterUnknown(DomainError):
    """This names no quarter; one is written 2026Q3."""


class QuarterRunning(DomainError):
    """The quarter is not over yet."""


class QuarterNotComputed(DomainError):
    """Nothing was computed for this quarter yet."""


class QuarterPublished(DomainError):
    """The quarter is published; nothing changes it any more."""


class QuarterNotPublished(DomainError):
    """The quarter is not published yet."""


class NoReview(DomainError):
    """No review of this result was opened yet."""


class ReviewRunning(DomainError):
    """The units may still object."""


class ReviewOver(DomainError):
    """The time for objections is over."""


class ResultMoved(DomainError):
    """Computed again, the result is not the one that would be signed."""


class ObjectionsOpen(DomainError):
    """Objections wait for a ruling."""


class ExclusionsOpen(DomainError):
    """Proposed exclusions wait for a decision."""


class ObjectionUnknown(DomainError):
    """There is no such objection."""


class ObjectionDecided(DomainError):
    """The objection was ruled on or withdrawn already."""


class OwnObjection(DomainError):
    """Who lodged an objection does not rule on it."""


class ExclusionUnknown(DomainError):
    """There is no such exclusion."""


class ExclusionDecided(DomainError):
    """The exclusion was approved or rejected already."""


class OwnExclusion(DomainError):
    """Who proposed an exclusion does not decide on it."""


class OwnScore(DomainError):
    """Nobody decides on what their own unit, or the centre of its own, is judged by."""


class OtherSideSigns(DomainError):
    """Two sign: one of the inspection office and one head of the centre."""


class IndicatorUnknown(DomainError):
    """The rules of the quarter have no such indicator, and there is no such failing."""


class ConsequenceUnknown(DomainError):
    """There is no such consequence on record."""


class NameInText(DomainError):
    """A text that stays in clear seems to name somebody."""


# --- bulletins ---
class PeriodUnknown(DomainError):
    """This names no period of such a bulletin."""


class PeriodRunning(DomainError):
    """The period is not over yet; of it nothing is issued."""


class FiguresMoved(DomainError):
    """The figures are not those any more that whoever issues them has seen."""


class BulletinExists(DomainError):
    """A bulletin of this period with these very figures was issued."""


class BulletinUnknown(DomainError):
    """There is no such bulletin."""


# --- audit sheets ---
class AuditUnknown(DomainError):
    """There is no such audit sheet."""


class AuditClosed(DomainError):
    """The audit sheet is closed; a new one is opened for what comes later."""


class AuditUnfinished(DomainError):
    """Findings are not settled, or matters of the sheet were not gone through."""


class AuditFindingUnknown(DomainError):
    """The sheet has no such finding."""


class AuditSettled(DomainError):
    """The finding is settled or withdrawn."""


class AuditAccused(DomainError):
    """The matter accuses the unit, so a finding on it is not brought before that unit."""


class NothingToSample(DomainError):
    """No matter is as the sample asks."""


class NotOnSheet(DomainError):
    """The matter is not on the audit sheet."""


class KeyUsedBefore(DomainError):
    """The key signed the log's checkpoints before another took its place."""


class WitnessKnown(DomainError):
    """A witness of that name has another key."""


class WitnessUnknown(DomainError):
    """There is no witness of that name."""
