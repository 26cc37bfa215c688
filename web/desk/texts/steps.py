"""What each step is called on its form, and what it is for."""

from typing import Final

from web.wording import LazyString, _l, _lp

STEPS: Final[dict[str, tuple[LazyString, LazyString]]] = {
    "Screen": (
        _lp("step", "Screen"),
        _l("Settle category and level, and whether it is valid or a duplicate."),
    ),
    "Accept": (
        _lp("step", "Accept"),
        _l("Take the petition for handling; the notice may be recorded with it."),
    ),
    "Decline": (
        _lp("step", "Decline"),
        _l("Say why and under which article, and serve the notice. This ends the case."),
    ),
    "Redirect": (
        _lp("step", "Redirect"),
        _l("Send it to the competent office and serve the notice. This ends the case here."),
    ),
    "ServeNotice": (
        _lp("step", "Serve the notice"),
        _l("Record how the notice of receipt was served, or why it is waived."),
    ),
    "SignOff": (_lp("step", "Sign off"), _l("Agree to the dispatch, or say why not.")),
    "Withdraw": (
        _lp("step", "Record a withdrawal"),
        _l("Record, in the reporter's own words, that they take the matter back."),
    ),
    "Dispatch": (_lp("step", "Dispatch"), _l("Charge one unit as lead; further units support it.")),
    "Recall": (
        _lp("step", "Recall the dispatch"),
        _l("Take the dispatch back from the unit and say why."),
    ),
    "SignFor": (_lp("step", "Sign for"), _l("Confirm that the unit has the dispatch in hand.")),
    "Return": (
        _lp("step", "Return the dispatch"),
        _l("Hand it back if it isn't the unit's to do, and say why."),
    ),
    "ObjectToTransfer": (
        _lp("step", "Object to the transfer"),
        _l("Say within the time limit that the petition belongs elsewhere."),
    ),
    "RuleReturn": (
        _lp("step", "Rule on the return"),
        _l("Accept the return or hold the unit to the dispatch."),
    ),
    "Arrive": (_lp("step", "Report arrival"), _l("Report as soon as the unit is on scene.")),
    "ReportSituation": (
        _lp("step", "Report the situation"),
        _l("Head count, what it looks like and what is needed; any number of times."),
    ),
    "EndHandling": (
        _lp("step", "Report handling ended"),
        _l("Report as soon as the work is over; the feedback form follows."),
    ),
    "GiveFeedback": (
        _lp("step", "Give feedback"),
        _l("Outcome, what was done, and what remains to be done."),
    ),
    "SendFeedbackBack": (
        _lp("step", "Send the feedback back"),
        _l("Don't take the feedback; it is due again."),
    ),
    "DoFollowUp": (
        _lp("step", "Report follow-up done"),
        _l("What remained after the feedback is done."),
    ),
    "IssueLink": (
        _lp("step", "Link for the unit"),
        _l("Open this dispatch to a unit without accounts by a link; an earlier link of it ends."),
    ),
    "RevokeLink": (_lp("step", "End the link"), _l("The link opens nothing any more, at once.")),
    "AppointHandler": (
        _lp("step", "Appoint a handler"),
        _l("Fix leader, responsible unit and person, scheme and deadline."),
    ),
    "ChangeHandler": (
        _lp("step", "Change the handler"),
        _l("Let another person answer for the matter, and say why."),
    ),
    "Transfer": (
        _lp("step", "Transfer upward"),
        _l("Hand the matter to the next level with facts and proposed solution."),
    ),
    "ReportUpward": (
        _lp("step", "Report upward"),
        _l("Send a first, further, final or concluding report to the level above."),
    ),
    "ChoosePlan": (
        _lp("step", "Choose another plan"),
        _l("The matter has changed: choose the response plan that fits now, or none."),
    ),
    "ActivatePlan": (
        _lp("step", "Activate a plan"),
        _l("Put a response plan into force: all units ticked are dispatched at once."),
    ),
    "NameRepresentatives": (
        _lp("step", "Name representatives"),
        _l("Whom the group chose to speak for it."),
    ),
    "LiftPlan": (_lp("step", "Lift the plan"), _l("End the plan because the matter is settled.")),
    "TickItem": (_lp("step", "Tick a task"), _l("Mark one task of the plan's checklist as done.")),
    "Pause": (_lp("step", "Pause the clocks"), _l("Only for a reason the case's rules allow.")),
    "Resume": (_lp("step", "Resume the clocks"), _l("The reason is gone; the clocks run again.")),
    "AskExtension": (_lp("step", "Ask for an extension"), _l("Ask for more time on one clock.")),
    "Extend": (
        _lp("step", "Extend"),
        _l("Give more time on one clock, and say whether the reporter was told."),
    ),
    "RefuseExtension": (_lp("step", "Refuse the extension"), _l("Leave the clock as it was.")),
    "IssueOpinion": (_lp("step", "Issue the opinion"), _l("Issue and serve the written opinion.")),
    "Reply": (
        _lp("step", "Reply"),
        _l("Serve the reply and say how; for an anonymous matter say why none is needed."),
    ),
    "Direct": (
        _lp("step", "Record a directive"),
        _l("What the leader directs, who holds it and until when."),
    ),
    "AnswerDirective": (
        _lp("step", "Answer the directive"),
        _l("Bring the result back to the leader."),
    ),
    "Urge": (_lp("step", "Urge"), _l("Urge a unit over one clock or the matter as a whole.")),
    "AnswerUrge": (_lp("step", "Answer the urge"), _l("Say where it stands.")),
    "Supervise": (
        _lp("step", "Issue a supervision order"),
        _l("Formal supervision of a unit with a period."),
    ),
    "EndSupervision": (_lp("step", "End the supervision"), _l("Close the order with its result.")),
    "Propose": (
        _lp("step", "Make a proposal"),
        _l("Propose something to a unit and expect an answer."),
    ),
    "AnswerProposal": (_lp("step", "Answer the proposal"), _l("Take the proposal or say why not.")),
    "Complain": (
        _lp("step", "Record a complaint"),
        _l("Pressure or bad treatment; it goes to the inspection office."),
    ),
    "RuleComplaint": (_lp("step", "Rule on the complaint"), _l("Uphold the complaint or not.")),
    "RequestReview": (
        _lp("step", "Record a request for review"),
        _l("The reporter asks for review of the opinion."),
    ),
    "OpenHearing": (_lp("step", "Open the hearing"), _l("The re-review's clock stops.")),
    "EndHearing": (_lp("step", "End the hearing"), _l("The re-review's clock runs again.")),
    "DecideReview": (_lp("step", "Decide the review"), _l("Uphold the opinion or overturn it.")),
    "TakeUp": (
        _lp("step", "Take up for mediation"),
        _l("A mediation organ takes the dispute up; its period starts."),
    ),
    "AddParty": (
        _lp("step", "Add a party"),
        _l("Name and contact are kept encrypted; the party is known by its number."),
    ),
    "RecordConsent": (
        _lp("step", "Record consent"),
        _l("Mediation is voluntary; each party's consent is recorded."),
    ),
    "WithdrawConsent": (_lp("step", "Withdraw consent"), _l("Either party may stop at any time.")),
    "NameMediator": (_lp("step", "Name the mediator"), _l("Who mediates, and for which organ.")),
    "ChallengeMediator": (
        _lp("step", "Challenge the mediator"),
        _l("A party thinks the mediator should step down."),
    ),
    "RuleChallenge": (_lp("step", "Rule on the challenge"), _l("Whether the mediator steps down.")),
    "EstablishFacts": (
        _lp("step", "Establish the facts"),
        _l("Facts, what is disputed, responsibilities."),
    ),
    "HoldSession": (_lp("step", "Record a session"), _l("One session with the parties present.")),
    "ReachAgreement": (
        _lp("step", "Record the agreement"),
        _l("Terms, when it is in force and when it is to be performed."),
    ),
    "RecordPerformance": (
        _lp("step", "Record performance"),
        _l("Whether the agreement is wholly performed."),
    ),
    "RecordBreach": (
        _lp("step", "Record a breach"),
        _l("A party doesn't perform; a closed case reopens."),
    ),
    "RequestConfirmation": (
        _lp("step", "Request confirmation"),
        _l("Both parties ask the court together."),
    ),
    "DecideConfirmation": (
        _lp("step", "Record the court's decision"),
        _l("Whether the court confirmed the agreement."),
    ),
    "FailMediation": (
        _lp("step", "Record failure"),
        _l("No agreement; the parties are told their other routes."),
    ),
    "Close": (_lp("step", "Close"), _l("Every unit has given feedback; close with the outcome.")),
    "RecordAttempt": (
        _lp("step", "Record a missed visit"),
        _l("An attempt at the return visit reached nobody."),
    ),
    "Visit": (
        _lp("step", "Record the return visit"),
        _l("What the reporter says; an unsolved matter reopens by itself."),
    ),
    "RuleDissatisfaction": (
        _lp("step", "Rule on the unhappy answer"),
        _l("Decide whether it reopens the case."),
    ),
    "Reopen": (_lp("step", "Reopen"), _l("Take up work again; everything before stays.")),
    "Archive": (_lp("step", "Archive"), _l("Complete the file.")),
    "FindUnregistered": (
        _lp("step", "Found unregistered"),
        _l("A unit had the matter before and did not register it. The unit can contest it."),
    ),
    "FindFalse": (
        _lp("step", "Found false or back-dated"),
        _l("A record states what was not so. Say what is right by a correction as well."),
    ),
    "ContestFailing": (
        _lp("step", "Contest a failing"),
        _l("Say why a failing held against your unit is none, and which records bear it out."),
    ),
    "WithdrawContest": (
        _lp("step", "Withdraw the contest"),
        _l("The failing stands as it was found."),
    ),
    "RuleFailing": (
        _lp("step", "Rule on the contest"),
        _l("Strike the failing, so that it counts nowhere, or uphold it."),
    ),
    "Attach": (_lp("step", "Add a file"), _l("A photo or paper that belongs to the case.")),
    "Note": (_lp("step", "Note"), _l("A step or remark that has no form of its own.")),
    "Correct": (
        _lp("step", "Correct"),
        _l("Say which field of which record is wrong and what is right; the record itself stays."),
    ),
}
