"""What every closed word of the domain is called on the screen, in the language of the page."""

from collections.abc import Mapping
from typing import Final

from web.wording import LazyString, _lp

Words = Mapping[str, LazyString]

TRACK: Final[Words] = {
    "emergency": _lp("track", "Emergency"),
    "hotline": _lp("track", "Hotline"),
    "petition": _lp("track", "Petition"),
    "dispute": _lp("track", "Dispute"),
}
PETITION_KIND: Final[Words] = {
    "claim": _lp("petition kind", "Claim"),
    "proposal": _lp("petition kind", "Proposal"),
    "accusation": _lp("petition kind", "Accusation"),
}
CHANNEL: Final[Words] = {
    "phone": _lp("channel", "Phone call"),
    "visit": _lp("channel", "Visit"),
    "web": _lp("channel", "Web"),
    "letter": _lp("channel", "Letter"),
    "email": _lp("channel", "E-mail"),
    "110": _lp("channel", "110 (police)"),
    "12345": _lp("channel", "12345 (hotline)"),
    "grid": _lp("channel", "Grid warden"),
    "assigned": _lp("channel", "Assigned from above"),
    "own": _lp("channel", "Found on own round"),
}
VALIDITY: Final[Words] = {
    "valid": _lp("validity", "Valid"),
    "invalid": _lp("validity", "Invalid"),
    "duplicate": _lp("validity", "Duplicate"),
}
DISPATCH_ROLE: Final[Words] = {
    "lead": _lp("dispatch role", "Lead"),
    "support": _lp("dispatch role", "Support"),
}
OUTCOME: Final[Words] = {
    "handled": _lp("outcome", "Handled on scene"),
    "help_given": _lp("outcome", "Help given"),
    "false_alarm": _lp("outcome", "False alarm"),
    "referred": _lp("outcome", "Referred"),
    "mediated": _lp("outcome", "Mediated"),
    "solved": _lp("outcome", "Solved"),
    "explained": _lp("outcome", "Explained"),
    "not_supported": _lp("outcome", "Not supported"),
    "supported": _lp("outcome", "Supported"),
    "withdrawn": _lp("outcome", "Withdrawn"),
    "agreement": _lp("outcome", "Agreement reached"),
    "failed": _lp("outcome", "Mediation failed"),
}
REPORT_KIND: Final[Words] = {
    "first": _lp("report", "First report"),
    "further": _lp("report", "Further report"),
    "final": _lp("report", "Final report"),
    "concluding": _lp("report", "Concluding report"),
}
REVIEW_STAGE: Final[Words] = {
    "review": _lp("review stage", "Review"),
    "rereview": _lp("review stage", "Re-review"),
}
MODE: Final[Words] = {
    "instructed": _lp("mediation mode", "Instructed"),
    "direct": _lp("mediation mode", "Direct"),
    "joint": _lp("mediation mode", "Joint"),
}
PROCEDURE: Final[Words] = {
    "simple": _lp("procedure", "Simple"),
    "standard": _lp("procedure", "Standard"),
}
SATISFACTION: Final[Words] = {
    "satisfied": _lp("satisfaction", "Satisfied"),
    "basically": _lp("satisfaction", "Basically satisfied"),
    "not": _lp("satisfaction", "Not satisfied"),
}
ROLE: Final[Words] = {
    "operator": _lp("role", "Duty desk"),
    "responder": _lp("role", "Unit officer"),
    "leader": _lp("role", "Leader"),
    "supervisor": _lp("role", "Inspection office"),
    "auditor": _lp("role", "Auditor"),
    "admin": _lp("role", "Administrator"),
    "timekeeper": _lp("role", "Timekeeper"),
    "reporter": _lp("role", "Reporter"),
}
STAGE: Final[Words] = {
    "received": _lp("stage", "Received"),
    "screened": _lp("stage", "Screened"),
    "dispatched": _lp("stage", "Dispatched"),
    "signed": _lp("stage", "Signed for"),
    "arrived": _lp("stage", "On scene"),
    "handled": _lp("stage", "Handling ended"),
    "feedback": _lp("stage", "Feedback given"),
    "replied": _lp("stage", "Replied"),
    "mediating": _lp("stage", "In mediation"),
    "closed": _lp("stage", "Closed"),
    "archived": _lp("stage", "Archived"),
    "ended": _lp("stage", "Ended without handling"),
    "returned": _lp("stage", "Returned"),
    "recalled": _lp("stage", "Recalled"),
}
ENDED_AS: Final[Words] = {
    "declined": _lp("ended as", "Declined"),
    "redirected": _lp("ended as", "Redirected"),
    "invalid": _lp("ended as", "Invalid"),
    "duplicate": _lp("ended as", "Duplicate"),
}
CLOCK: Final[Words] = {
    "register": _lp("clock", "Registration"),
    "screen": _lp("clock", "Screening"),
    "dispatch": _lp("clock", "Dispatch"),
    "sign": _lp("clock", "Signing for"),
    "arrive": _lp("clock", "Arrival"),
    "handle": _lp("clock", "Handling"),
    "feedback": _lp("clock", "Feedback"),
    "transfer": _lp("clock", "Transfer"),
    "notice": _lp("clock", "Notice"),
    "object": _lp("clock", "Transfer objection"),
    "opinion": _lp("clock", "Written opinion"),
    "reply": _lp("clock", "Reply"),
    "close": _lp("clock", "Closing"),
    "mediation": _lp("clock", "Mediation"),
    "confirmation": _lp("clock", "Judicial confirmation"),
    "performance": _lp("clock", "Performance of the agreement"),
    "visit": _lp("clock", "Return visit"),
    "review_request": _lp("clock", "Asking for review"),
    "contest": _lp("clock", "Contesting a failing"),
    "review": _lp("clock", "Review opinion"),
    "rereview": _lp("clock", "Re-review opinion"),
    "directive": _lp("clock", "Directive"),
    "urge": _lp("clock", "Urging"),
    "urge_answer": _lp("clock", "Answer to urging"),
    "report_first": _lp("clock", "First report upward"),
    "report_further": _lp("clock", "Further report upward"),
    "report_final": _lp("clock", "Final report upward"),
    "after_action": _lp("clock", "Concluding report"),
    "supervise": _lp("clock", "Supervision"),
    "follow_up": _lp("clock", "Follow-up"),
    "proposal": _lp("clock", "Answer to a proposal"),
}
CLOCK_STATE: Final[Words] = {
    "open": _lp("clock state", "Running"),
    "met": _lp("clock state", "Met"),
    "waived": _lp("clock state", "Waived"),
    "lapsed": _lp("clock state", "Never met"),
}
WAIVED: Final[Words] = {
    **ENDED_AS,
    "recalled": _lp("stage", "Recalled"),
    "returned": _lp("stage", "Returned"),
    "closed": _lp("stage", "Closed"),
    "lifted": _lp("waived", "Plan lifted"),
    "final_report": _lp("waived", "Final report made"),
    "reopened": _lp("waived", "Reopened"),
}
PAUSE: Final[Words] = {
    "hearing": _lp("pause", "Hearing"),
    "waiting_for_reporter": _lp("pause", "Waiting for the reporter"),
}
LEVEL: Final[Words] = {
    "village": _lp("level", "Village or company station"),
    "district": _lp("level", "District branch"),
    "town": _lp("level", "Town"),
    "county": _lp("level", "County"),
}


FAILING: Final[Words] = {
    "found_unregistered": _lp("failing", "Not registered"),
    "late_registration": _lp("failing", "Registered late"),
    "late_entry": _lp("failing", "Entered late"),
    "false_entry": _lp("failing", "Back-dated or false record"),
    "notice_missed": _lp("failing", "No notice in time"),
    "passed_round": _lp("failing", "Passed round"),
    "never_urged": _lp("failing", "Overdue and never urged"),
    "closed_after_due": _lp("failing", "Concluded after due"),
    "extension_without_notice": _lp("failing", "Extended without telling the reporter"),
    "extension_without_approver": _lp("failing", "Extended without an approver"),
    "report_upward_missed": _lp("failing", "Not reported upward in time"),
    "opinion_overturned": _lp("failing", "Opinion overturned on review"),
    "visit_by_handler": _lp("failing", "Return visit by the handling unit"),
    "pressure_upheld": _lp("failing", "Pressure or bad treatment upheld"),
}
FAILING_STATE: Final[Words] = {
    "standing": _lp("failing", "Standing, that is not struck"),
    "contested": _lp("failing", "Contested, not ruled on yet"),
    "struck": _lp("failing", "Struck, counts nowhere"),
    "upheld": _lp("failing", "Contested and upheld"),
}
MORE_TIME: Final[Words] = {
    "asked": _lp("more time", "Asked for"),
    "extended": _lp("more time", "Extended"),
}


TO_AVOID: Final = frozenset({"rework"})  # measures whose numerator is what should not happen
ROUND_REPORT: Final[Words] = {
    "open": _lp("round report", "Still to come"),
    "met": _lp("round report", "Reported in time"),
    "late": _lp("round report", "Reported late"),
    "missed": _lp("round report", "Missing"),
    "waived": _lp("round report", "Called off"),
}

_KEPT: Final[Words] = {"yes": _lp("rate", "kept"), "no": _lp("rate", "not kept")}
_REWORKED: Final[Words] = {"yes": _lp("rate", "reworked"), "no": _lp("rate", "not reworked")}


def outcomes(measure: str) -> Words:
    """What became of a row that counts, in the numerator or not; rework is nothing to keep."""
    return _REWORKED if measure in TO_AVOID else _KEPT


def outcome(measure: str, kept: object) -> str:
    """The same of one row, with a mark."""
    good = bool(kept) is (measure not in TO_AVOID)
    return f"{'✓' if good else '✗'} {outcomes(measure)['yes' if kept else 'no']}"


def word(table: Words, value: str | None) -> str:
    """The word for a value; a value the table does not know is shown as it stands."""
    if not value:
        return ""
    return str(table[value]) if value in table else value
