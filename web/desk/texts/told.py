"""How each event of a case is told: a title, and a sentence from its own fields.

{names} are filled in the reader's words; a part in [brackets] is left out when one of its names
has no value. What the sentence doesn't mention is listed below it.
"""

from typing import Final

from web.wording import LazyString, _l, _lp

TOLD: Final[dict[str, tuple[LazyString, LazyString]]] = {
    "case.received": (
        _lp("event", "Registered"),
        _l("{channel}, {track}[ ({kind})]: {title}.[ Place: {place}.]"),
    ),
    "case.screened": (
        _lp("event", "Screened"),
        _l(
            "Validity: {validity}[, category: {category}][, duplicate of {duplicate_of}].[ The "
            "{sign_off} signs before dispatch.]"
        ),
    ),
    "case.duplicate-linked": (
        _lp("event", "Duplicate linked"),
        _l("{number} is about the same matter and was linked to this case."),
    ),
    "case.accepted": (
        _lp("event", "Accepted"),
        _l("Taken for handling[ under {article}][, because {reason}].[ Notice: {notice}.]"),
    ),
    "case.declined": (
        _lp("event", "Declined"),
        _l("Not taken, under {article}: {reason}.[ Notice: {notice}.]"),
    ),
    "case.redirected": (
        _lp("event", "Redirected"),
        _l("Sent to {to} on the word of {leader}: {reason}.[ Notice: {notice}.]"),
    ),
    "case.notice-served": (
        _lp("event", "Notice served"),
        _l("Notice of receipt and route[: {notice}]."),
    ),
    "case.signed-off": (
        _lp("event", "Signed off"),
        _l("The {grade} signed: {approved}[, {reason}]."),
    ),
    "case.withdrawn": (_lp("event", "Withdrawn"), _l("The reporter took the matter back.")),
    "case.barred": (
        _lp("event", "Barred"),
        _l(
            "An attempt ({attempt}) was stopped: {unit} is accused in this case and must not "
            "handle it."
        ),
    ),
    "case.dispatched": (
        _lp("event", "Dispatched"),
        _l("Dispatch {dispatch}: {unit}, {role}[, on scene: {zone}]."),
    ),
    "case.recalled": (
        _lp("event", "Recalled"),
        _l("Dispatch {dispatch} ({unit}) was taken back: {reason}."),
    ),
    "case.signed-for": (
        _lp("event", "Signed for"),
        _l("{unit} signed for dispatch {dispatch}[, by {person}]."),
    ),
    "case.returned": (
        _lp("event", "Returned"),
        _l("{unit} handed dispatch {dispatch} back: {reason}.[ Needs a ruling: {ruling_needed}.]"),
    ),
    "case.transfer-objected": (
        _lp("event", "Transfer objection"),
        _l("{unit} objects to dispatch {dispatch}: {reason}.[ Proposes {proposed}.]"),
    ),
    "case.return-ruled": (
        _lp("event", "Return ruled on"),
        _l("Return of dispatch {dispatch} ({unit}) accepted: {upheld}. {reason}."),
    ),
    "case.arrived": (
        _lp("event", "Arrived"),
        _l("{unit} is on scene (dispatch {dispatch})[, {people} people]."),
    ),
    "case.situation-reported": (
        _lp("event", "Situation"),
        _l(
            "{unit} reports from the scene (dispatch {dispatch})[, {people} people there][, "
            "needs: {needs}]."
        ),
    ),
    "case.handling-ended": (
        _lp("event", "Handling ended"),
        _l("{unit} ended its work (dispatch {dispatch}): {result}."),
    ),
    "case.feedback-given": (
        _lp("event", "Feedback"),
        _l("{unit} gave feedback (dispatch {dispatch}): {outcome}.[ Left to do: {follow_up}.]"),
    ),
    "case.feedback-sent-back": (
        _lp("event", "Feedback sent back"),
        _l("The feedback of {unit} (dispatch {dispatch}) was sent back: {reason}."),
    ),
    "case.follow-up-done": (
        _lp("event", "Follow-up done"),
        _l("What remained after dispatch {dispatch} ({unit}) is done."),
    ),
    "case.link-issued": (
        _lp("event", "Link opened"),
        _l("Link {link} opens dispatch {dispatch} to {unit} until {until}."),
    ),
    "case.link-revoked": (
        _lp("event", "Link ended"),
        _l("Link {link} to dispatch {dispatch} ({unit}) was ended."),
    ),
    "case.handler-appointed": (
        _lp("event", "Handler appointed"),
        _l("Leader {leader}, responsible unit {unit}, responsible person {person}, due {due}."),
    ),
    "case.handler-changed": (
        _lp("event", "Handler changed"),
        _l("{person} of {unit} answers for it now: {reason}."),
    ),
    "case.transferred": (
        _lp("event", "Transferred"),
        _l("From {from_level} to {to_level}: {to}.[ A level was skipped because {skip_reason}.]"),
    ),
    "case.reported-upward": (_lp("event", "Reported upward"), _l("{kind} to {to}.")),
    "case.plan-chosen": (
        _lp("event", "Plan chosen"),
        _l(
            "Chosen: {plan}.[ Proposed: {plan_proposed}, because {plan_reasons}.]"
            "[ Why another: {plan_override}.]"
        ),
    ),
    "case.plan-activated": (
        _lp("event", "Plan activated"),
        _l(
            '"{plan}" is in force, scale: {scale}, commander: {commander}[, until {until}].'
            "[ Called out: {units}.][ Left out: {left_out} ({why_left_out}).]"
        ),
    ),
    "case.representatives-named": (
        _lp("event", "Representatives named"),
        _l("The group chose {count} to speak for it."),
    ),
    "case.plan-lifted": (_lp("event", "Plan lifted"), _l("{person} lifted the plan: {reason}.")),
    "case.checklist-ticked": (
        _lp("event", "Task done"),
        _l("Item {item} of the plan's checklist is done."),
    ),
    "case.directed": (
        _lp("event", "Directed"),
        _l("Directive {directive}: {leader} wants the result from {holder} by {due}."),
    ),
    "case.directive-answered": (
        _lp("event", "Directive answered"),
        _l("The result on directive {directive} went back to the leader."),
    ),
    "case.urged": (
        _lp("event", "Urged"),
        _l("Urge {urge}: {unit}[ over {kind}][, {again}][: {reason}]."),
    ),
    "case.reminded": (
        _lp("event", "Reminded"),
        _l('{unit} was reminded: "{kind}" is due {due}.'),
    ),
    "case.escalated": (
        _lp("event", "Brought higher"),
        _l('"{kind}" of {unit} was due {due}; brought before {to}.'),
    ),
    "case.period-ended": (
        _lp("event", "Period ended"),
        _l("Nobody asked for a review until {planned}; what was answered stands."),
    ),
    "case.urge-answered": (_lp("event", "Urge answered"), _l("Urge {urge} was answered.")),
    "case.supervised": (
        _lp("event", "Supervised"),
        _l("Supervision order {supervision} to {unit}, due {due}: {reason}."),
    ),
    "case.supervision-ended": (
        _lp("event", "Supervision ended"),
        _l("Supervision order {supervision} is answered: {result}."),
    ),
    "case.paused": (
        _lp("event", "Paused"),
        _l("The clocks stand still: {reason}, approved by {approver}[, until {until}]."),
    ),
    "case.resumed": (_lp("event", "Resumed"), _l("The clocks run again.")),
    "case.extension-asked": (
        _lp("event", "Extension asked"),
        _l('{days} more days asked for "{kind}": {reason}.'),
    ),
    "case.extended": (
        _lp("event", "Extended"),
        _l('"{kind}" is due {due} now, approved by {approver}: {reason}.'),
    ),
    "case.extension-refused": (
        _lp("event", "Extension refused"),
        _l('"{kind}" stands as it was: {reason}.'),
    ),
    "case.opinion-issued": (
        _lp("event", "Opinion issued"),
        _l("Written opinion: {outcome}[, served by {how}]."),
    ),
    "case.reply-served": (
        _lp("event", "Reply served"),
        _l("[The reporter was replied to by {how}.][No reply needed: {exempt}.]"),
    ),
    "case.review-requested": (
        _lp("event", "Review requested"),
        _l("The reporter asks for a {stage}."),
    ),
    "case.hearing-opened": (
        _lp("event", "Hearing opened"),
        _l("The hearing opened; the re-review's clock stands still."),
    ),
    "case.hearing-ended": (
        _lp("event", "Hearing ended"),
        _l("The hearing ended; the re-review's clock runs again."),
    ),
    "case.review-decided": (
        _lp("event", "Review decided"),
        _l("Opinion of the {stage}; the earlier opinion stands: {upheld}."),
    ),
    "case.noted": (_lp("event", "Noted"), _l("[{label}]")),
    "case.attached": (
        _lp("event", "Attached"),
        _l("A file was added[ to record {step}]."),
    ),
    "case.proposed": (
        _lp("event", "Proposed"),
        _l("Proposal {proposal} to {unit}, answer due {due}."),
    ),
    "case.proposal-answered": (
        _lp("event", "Proposal answered"),
        _l("Proposal {proposal} was answered, adopted: {adopted}."),
    ),
    "case.complained": (
        _lp("event", "Complaint"),
        _l("Complaint {complaint}: pressure or bad treatment by {unit}."),
    ),
    "case.complaint-ruled": (
        _lp("event", "Complaint ruled on"),
        _l("Complaint {complaint} upheld: {upheld}. {reason}."),
    ),
    "case.unregistered-found": (
        _lp("event", "Found unregistered"),
        _l("{unit} had the matter since {since} and did not register it: {reason}."),
    ),
    "case.false-entry-found": (
        _lp("event", "Found false"),
        _l("Record {record} states what was not so, by {unit}: {reason}."),
    ),
    "case.failing-contested": (
        _lp("event", "Failing contested"),
        _l(
            "Contest {contest}, for {unit}: {failing}[, {about}] (records {proof}). {reason}."
            "[ Borne out by records {evidence}.]"
        ),
    ),
    "case.failing-contest-withdrawn": (
        _lp("event", "Contest withdrawn"),
        _l("Contest {contest} is withdrawn; the failing stands."),
    ),
    "case.failing-ruled": (
        _lp("event", "Contest ruled on"),
        _l("Contest {contest}, the failing is struck: {struck}. {reason}."),
    ),
    "case.taken-up": (
        _lp("event", "Taken up"),
        _l("{unit} mediates, {mode}, {procedure} procedure."),
    ),
    "case.party-joined": (_lp("event", "Party"), _l("Party {party} is on record.")),
    "case.consent-recorded": (_lp("event", "Consent"), _l("Party {party} agrees to mediation.")),
    "case.consent-withdrawn": (
        _lp("event", "Consent withdrawn"),
        _l("Party {party} no longer agrees to mediation."),
    ),
    "case.mediator-named": (_lp("event", "Mediator named"), _l("Mediator: {mediator} ({unit}).")),
    "case.mediator-challenged": (
        _lp("event", "Mediator challenged"),
        _l("Party {party} challenges the mediator {mediator}."),
    ),
    "case.challenge-ruled": (
        _lp("event", "Challenge ruled on"),
        _l("The mediator {mediator} steps down: {upheld}. {reason}."),
    ),
    "case.facts-established": (
        _lp("event", "Facts established"),
        _l("Facts, dispute and responsibilities were established."),
    ),
    "case.session-held": (
        _lp("event", "Session held"),
        _l("A session was held; parties present: {parties}."),
    ),
    "case.agreement-reached": (
        _lp("event", "Agreement reached"),
        _l(
            "Agreement (written: {written}) in force from {effective_at}, signed by parties "
            "{signed_by}, mediator {mediator}.[ To be performed by {perform_by}.]"
        ),
    ),
    "case.performance-recorded": (
        _lp("event", "Performance"),
        _l("The agreement is wholly performed: {complete}."),
    ),
    "case.agreement-breached": (
        _lp("event", "Breach"),
        _l("Party {party} doesn't perform the agreement."),
    ),
    "case.confirmation-requested": (
        _lp("event", "Confirmation requested"),
        _l("Both parties ask the court to confirm the agreement."),
    ),
    "case.confirmation-decided": (
        _lp("event", "Confirmation decided"),
        _l("The court confirmed the agreement: {confirmed}[, document: {document}]."),
    ),
    "case.mediation-failed": (
        _lp("event", "Mediation failed"),
        _l("No agreement[: {reason}]. Other routes told: {routes}."),
    ),
    "case.closed": (
        _lp("event", "Closed"),
        _l("Closed as {outcome}.[ Responsibility: {responsibility}.]"),
    ),
    "case.visit-attempted": (
        _lp("event", "Visit attempted"),
        _l("Attempt {attempt} at a return visit reached nobody.[ Counts as made: {enough}.]"),
    ),
    "case.visited": (
        _lp("event", "Return visit"),
        _l(
            "Answered: {answered}[, solved: {solved}][, answer: {satisfied}]"
            "[, the unit got in touch: {contacted}]."
        ),
    ),
    "case.answered": (
        _lp("event", "Reporter's answer"),
        _l(
            "Solved: {solved}, answer: {satisfied}[, the unit got in touch: {contacted}]."
            "[ Wants it taken up again: {reopen}.]"
        ),
    ),
    "case.dissatisfaction-ruled": (
        _lp("event", "Unhappy answer ruled on"),
        _l("The unhappy answer reopens the case: {reopen}. {reason}."),
    ),
    "case.reopened": (
        _lp("event", "Reopened"),
        _l("Work begins again, set off by: {trigger}.[ {reason}.]"),
    ),
    "case.archived": (
        _lp("event", "Archived"),
        _l("The file is complete[, {manifest} documents]."),
    ),
    "case.corrected": (
        _lp("event", "Corrected"),
        _l(
            '"{field}" of record {event} was corrected[ from "{was}" to "{value}"]: {reason}, '
            "approved by {approver}. The record itself stays."
        ),
    ),
    "case.data-erased": (
        _lp("event", "Personal data erased"),
        _l("The personal data of {person} was erased under {basis}, approved by {approver}."),
    ),
    "case.erasure-asked": (
        _lp("event", "Erasure asked for"),
        _l(
            "It is asked that the personal data of {person} be erased: {reason}."
            "[ Who asked was known by: {identity}.] Another person decides."
        ),
    ),
    "case.erasure-refused": (
        _lp("event", "Erasure refused"),
        _l("What record {asked} asked for is not erased: {reason}."),
    ),
    "case.hold-set": (
        _lp("event", "Hold set"),
        _l("Nothing of this matter may be erased[, as {authority} wants it]: {reason}."),
    ),
    "case.hold-lifted": (
        _lp("event", "Hold lifted"),
        _l("Hold {hold} lasts no longer: {reason}."),
    ),
    "case.data-exported": (
        _lp("event", "Exported"),
        _l(
            "Exported: {what}[ (1 to {records})][ ({person})], for: {purpose}."
            "[ Who asked was known by: {identity}.]"
        ),
    ),
    "case.data-read": (
        _lp("event", "Read"),
        _l(
            "Sealed fields were opened: {fields}[, of records {records}], for: {purpose}."
            "[ Open to the reader until {until}.]"
        ),
    ),
}
