"""What a refusal says: the fact, then what to do.

{names} are filled with the refusal's own data in the reader's words; a part in [brackets] is left
out when one of its names has no value.
"""

from typing import Final

from web.wording import LazyString, _l

REFUSALS: Final[dict[str, LazyString]] = {
    "occurred-in-future": _l(
        "The time given, {at}, lies in the future (it is now {now}). Enter when it really happened."
    ),
    "occurred-before": _l(
        "The time given, {at}, lies before the {what} at {earliest}. Check the order and enter "
        "{earliest} or later."
    ),
    "occurred-too-long-ago": _l(
        "The time given, {at}, lies more than {days} days back; nothing that old is entered any "
        "more. Check the time; if it is right, put it down as a note of today."
    ),
    "clock-behind": _l(
        "The clock of the server says {now}, but the last record was made at {last}. Nothing is "
        "recorded until the clock is right; tell the administrator."
    ),
    "clock-jumped": _l(
        "The clock of the server says {now}, but by the time that went by it should be {expected}. "
        "Nothing is recorded until the clock is right; tell the administrator."
    ),
    "late-entry-needs-reason": _l(
        "It happened more than {minutes} ago, so this is a late entry. Say why it is entered late "
        "and send it again."
    ),
    "late-entry-needs-supervisor": _l(
        "It happened more than {minutes} ago; only the inspection office may enter it now. Ask a "
        "supervisor to enter it."
    ),
    "not-your-role": _l(
        "Your role ({role}) can't take this step. Ask one of these to do it: {needed}."
    ),
    "not-your-unit": _l("This step belongs to {unit}[; you act for {own}]. Pass it on to {unit}."),
    "own-act": _l(
        "What is to be decided on was asked for, or recorded, by yourself. Let somebody else of "
        "your office decide."
    ),
    "records-withheld": _l(
        "Some records of this matter are not for your role, so you can't export the whole of it. "
        "Ask the inspection office or an auditor to."
    ),
    "reason-missing": _l("No reason was given. Say why in a sentence."),
    "field-missing": _l('"{field}" is empty. Fill it in and send again.'),
    "case-unknown": _l(
        "There is no such case[ ({case})]. Check the number or look it up by the search."
    ),
    "moved-on": _l(
        "While you were filling this in, more was recorded on {number}. Read what is new; if the "
        "step still fits, send it all the same."
    ),
    "case-exists": _l("{number} is registered already. Open the case and go on from there."),
    "case-ended": _l(
        "{number} has ended ({how}); no further steps. Register anew if something new came up."
    ),
    "case-closed": _l("{number} is closed. Reopen it first to go on working."),
    "case-not-closed": _l("{number} isn't closed yet; this step comes after closing."),
    "wrong-track": _l(
        'A case of the track "{track}" has no such step. If the track is wrong, correct it.'
    ),
    "title-needed": _l(
        "The title is empty. Say in a line what it is about (no names, no phone numbers)."
    ),
    "person-in-title": _l(
        "The title seems to hold a phone or identity number. Move it to the phone or the details "
        "field; those are kept encrypted."
    ),
    "nothing-opens": _l(
        "Nothing of this case that is kept encrypted opens to you. Ask whoever deals with it."
    ),
    "person-in-text": _l(
        '"{field}" seems to hold a phone, identity or plate number or an e-mail address. It stays '
        "readable for everybody: take it out, it belongs in a field that is kept encrypted."
    ),
    "petition-kind-needed": _l("A petition is a claim, a proposal or an accusation. Choose which."),
    "accused-needed": _l(
        "An accusation names the accused unit, and nothing else does. Check the kind of petition "
        "and the accused units."
    ),
    "unknown-outcome": _l('The track "{track}" has no outcome "{outcome}". Choose another.'),
    "already-screened": _l("{number} has been screened already. Use a correction to change it."),
    "screening-needed": _l(
        "{number} hasn't been screened, which this kind of case needs before closing. Screen it "
        "first."
    ),
    "duplicate-needs-main": _l(
        "A duplicate names the number of its main case, and nothing else does. Check both fields."
    ),
    "duplicate-of-itself": _l(
        "{number} can't be a duplicate of itself. Enter the number of the main case."
    ),
    "already-accepted": _l("{number} has been accepted already; there is nothing left to decide."),
    "not-accepted": _l("{number} hasn't been accepted yet. Accept it first."),
    "notice-needed": _l(
        "The notice is incomplete. Say how and when it was served, or why it is waived."
    ),
    "leader-needed": _l("This step needs a leader's word. Enter the leader's name."),
    "sign-off-needed": _l("Before dispatch the {grade} has to sign. Ask for the sign-off first."),
    "sign-off-not-asked": _l(
        "Nothing waits for the signature of the {grade}. Look at how the case stands now."
    ),
    "unit-unknown": _l(
        "There is no such unit[ ({unit})], or it was dissolved. Choose another from the list."
    ),
    "lead-taken": _l(
        "{unit} leads already. Dispatch others in support, or recall the lead dispatch first."
    ),
    "no-lead": _l("There is no lead unit yet. Dispatch the lead first, then those in support."),
    "already-dispatched": _l(
        "{unit} holds a dispatch of this case already. Choose another unit or recall that "
        "dispatch first."
    ),
    "accused-unit": _l(
        "{unit} is accused in this matter and must not handle it. Nothing was done, and the "
        "attempt is on record. Choose a unit that is not involved."
    ),
    "not-dispatched": _l(
        "Dispatch {dispatch} is no longer with the unit (returned, recalled or settled by a "
        "closing). Look at how the case stands now."
    ),
    "already-signed": _l("Dispatch {dispatch} has been signed for already."),
    "already-arrived": _l(
        "The arrival for dispatch {dispatch} is on record already. Correct it if the time is wrong."
    ),
    "already-handled": _l(
        "The end of handling for dispatch {dispatch} is on record already; this step comes too "
        "late. Correct it if something is wrong."
    ),
    "already-given": _l(
        "The feedback for dispatch {dispatch} has been given. Ask the centre to send it back if "
        "it has to be given anew."
    ),
    "no-feedback": _l(
        "Dispatch {dispatch} has no feedback to send back or to follow up. Check which dispatch "
        "is meant."
    ),
    "ruling-pending": _l(
        "The return of dispatch {dispatch} waits for the inspection office's ruling. This step "
        "has to wait too."
    ),
    "link-ended": _l("The link ({link}) has run out or was ended. Ask the centre for a new one."),
    "not-by-link": _l(
        "The link ({link}) opens one dispatch and its steps, and this isn't one of them. Ask the "
        "centre to do it."
    ),
    "no-ruling-pending": _l("Nothing waits for a ruling. Look at how the case stands now."),
    "window-over": _l("The time for this ended at {until}; it can't be asked for any more."),
    "one-level-at-a-time": _l(
        "A transfer goes up one level at a time[; the case is at {at}]. Choose the next level up, "
        "or say why one is skipped."
    ),
    "unknown-level": _l('The rule set has no level "{level}". Choose one from the list.'),
    "plan-active": _l('The response plan "{plan}" is in force. Lift it first.'),
    "plan-unknown": _l(
        'There is no response plan "{plan}" in force. Choose one from the list, or ask an '
        "administrator to put it into force."
    ),
    "plan-fixed": _l(
        'The version "{plan}" was in force and never changes. Draft a new version of the plan.'
    ),
    "plan-out-of-turn": _l('The next version of this plan is number {next}; "{plan}" is not.'),
    "post-unknown": _l('There is no post "{post}". Choose one from the list.'),
    "plan-reason-needed": _l(
        "[The plan that fits is {plan}. ]Choose the plan that is proposed, or say why another "
        "one or none is right."
    ),
    "plan-units-left-out": _l(
        "The plan calls out {units} too. Tick them, or say why they are left out."
    ),
    "not-in-plan": _l("The plan does not call out {unit} here. Dispatch it as a step of its own."),
    "safety-fact-needed": _l(
        "{unit} comes only where a fact about somebody's safety is recorded, never because people "
        "came. Write the fact down, or leave the unit out."
    ),
    "too-many-representatives": _l("A group is represented by {most} people at most."),
    "no-plan-active": _l("No response plan is in force. Look at how the case stands now."),
    "no-such-item": _l(
        "Item {item} isn't there, or is done already. Look at how the case stands now."
    ),
    "no-such-failing": _l(
        "The records show no such failing (any more). Look at how the case stands now."
    ),
    "already-contested": _l("It is contested already (No. {contest}), and waits for a ruling."),
    "already-ruled": _l(
        "It was ruled on already (contest No. {contest}); that stands. An objection can be raised "
        "when the quarter is reviewed."
    ),
    "basis-unknown": _l(
        "The retention rules know no legal basis {basis}. Choose one from the list."
    ),
    "nothing-to-erase": _l(
        "There is nothing of {person} here that could be erased, or it is erased already."
    ),
    "no-erasure-asked": _l(
        "Record {record} is no open request to erase; it was decided already. Look at the case."
    ),
    "own-erasure": _l(
        "You asked for it yourself, so another person of the inspection office decides on it."
    ),
    "under-hold": _l(
        "Hold {hold} lies on this matter, so nothing of it is erased. It has to be lifted first, "
        "with a reason."
    ),
    "still-handled": _l(
        "The matter is still being handled, and this legal basis lets nothing be erased before it "
        "is settled. Close it first, or choose the basis that applies."
    ),
    "kept-for-good": _l(
        "What this matter holds is kept permanently by the retention rules. Only data that was "
        "given by consent alone, or should never have been kept, may go."
    ),
    "kept-until": _l(
        "By the retention rules it has to be kept until {until}. Ask again after that, or choose "
        "the legal basis that applies."
    ),
    "retention-unconfirmed": _l(
        "Nobody of the centre has confirmed the retention rules yet. A leader of the centre or the "
        "inspection office confirms them on the page “Retention”."
    ),
    "not-impartial": _l(
        "Whoever contested it, or is of {unit}, does not rule on it. Ask another of the "
        "inspection office."
    ),
    "occurred-after": _l(
        "{at} is not before the receipt at {latest}. Enter when the matter was first brought there."
    ),
    "already-paused": _l(
        "The clocks stand still (or a hearing is under way). Resume them or end the hearing first."
    ),
    "not-paused": _l("The clocks are running; there is nothing to resume."),
    "pause-not-allowed": _l(
        'The rules of this case don\'t let the clocks of a "{track}" case stand still for '
        '"{reason}".'
    ),
    "no-such-clock": _l(
        'No clock "{kind}" is running (met, waived, or never there). Choose another.'
    ),
    "extension-too-long": _l(
        "{days} days asked, {given} given before, {most} allowed in all. Ask for fewer days."
    ),
    "extension-not-allowed": _l(
        'The rules of this case know no extension of "{kind}". It has to be done in time.'
    ),
    "approver-needed": _l(
        "Somebody else has to approve, not you yourself[ ({approver})]. Enter who approved."
    ),
    "already-replied": _l(
        "{number} has been replied to already. Correct it if something is wrong."
    ),
    "not-replied": _l("{number} hasn't been replied to yet. Serve the reply first."),
    "opinion-needed": _l("A claim needs a written opinion first. Issue the opinion."),
    "review-under-way": _l("A {stage} is under way. Wait for its opinion before asking again."),
    "no-review-under-way": _l("The stage to be dealt with is the {stage}. Check the stage chosen."),
    "review-final": _l(
        "The matter has been re-reviewed, which is final. No further review can be asked for; "
        "register anew if there are new facts."
    ),
    "hearing-only-in-rereview": _l(
        "Only a hearing in a re-review stops the clock. Check which stage is under way."
    ),
    "forbidden-task": _l(
        "The text asks for a task against the people who come here ({word}), which this service "
        "refuses. Say what is to be done about the matter instead."
    ),
    "not-taken-up": _l("No mediation of {number} is under way. Take the dispute up first."),
    "already-taken-up": _l("{unit} has taken the dispute up already. Go on within that mediation."),
    "unknown-party": _l("There is no party {party}. Add the party first, or check the number."),
    "consent-missing": _l(
        "Party {party} has no consent on record. Mediation is voluntary: record the consent first."
    ),
    "two-parties-needed": _l(
        "A mediation has at least two parties. Choose those who took part (signed)."
    ),
    "mediator-needed": _l("Nobody is named as mediator yet. Name the mediator first."),
    "mediator-involved": _l(
        "The mediator {mediator} is challenged and can't go on, nor rule on it. Let somebody else "
        "rule on the challenge."
    ),
    "facts-needed": _l("The standard procedure establishes the facts first. Record the facts."),
    "session-needed": _l(
        "The standard procedure needs a session before its agreement. Record the session."
    ),
    "no-agreement": _l("{number} has no agreement in force. Record the agreement first."),
    "routes-needed": _l(
        "When mediation fails the parties are told their other routes. Enter which, such as court "
        "or arbitration."
    ),
    "feedback-outstanding": _l(
        "Still without feedback: {units}. Wait for it, urge the unit, or recall the dispatch "
        "before closing."
    ),
    "handling-needed": _l(
        "No unit has handled {number} and given feedback, so it can't close with this outcome. "
        "Dispatch a unit, or choose false alarm or referred."
    ),
    "reply-needed": _l(
        "The reply on {number} hasn't been served. Serve it first; for an anonymous matter record "
        "in the reply why it is exempt."
    ),
    "mediation-needed": _l(
        "The mediation of {number} hasn't come to that end. Record the agreement or its failure "
        "first, then close."
    ),
    "withdrawal-needed": _l(
        "There is no withdrawal on record. Record that the reporter takes the matter back, then "
        "close as withdrawn."
    ),
    "no-handler": _l("Nobody is appointed to answer for {number} yet. Appoint a handler instead."),
    "three-gates-needed": _l(
        "A case with an appointed handler closes only when responsibility, measures and result "
        "are each stated. Fill in all three."
    ),
    "visit-by-handler": _l(
        "A return visit is never made by the handler or the handling unit ({user}, {unit}). Let "
        "another officer of the centre or the inspection office make it."
    ),
    "already-visited": _l("The return visit on {number} has been made already."),
    "answer-needed": _l(
        "If the reporter answered, choose whether it is solved and whether they are satisfied; if "
        "not, leave both empty."
    ),
    "nothing-to-rule": _l(
        "{number} has no unhappy answer that waits for a ruling. Look at how the case stands now."
    ),
    "already-archived": _l("{number} has been archived already."),
    "no-such-event": _l("The case has no record number {event}. Check the number in the timeline."),
    "not-correctable": _l(
        '"{field}" of record {event} can\'t be corrected (the record has no such field, or the '
        "service wrote it). Choose another."
    ),
    "wrong-value": _l(
        '"{field}" doesn\'t fit what is asked. Follow the hint and fill it in again.'
    ),
    "unit-exists": _l("The unit code {unit} is taken. Use another."),
    "unit-in-circle": _l("{unit} can't stand below itself. Choose another unit above it."),
    "centre-stays": _l("The centre stands at the top and can't be dissolved. Choose another unit."),
    "category-exists": _l(
        "The category code {category} is taken; codes are never used again. Use another."
    ),
    "key-used-before": _l(
        "The key of {name} signed before another took its place; it can't come back. Make a "
        "new one."
    ),
    "witness-known": _l("A witness called {name} has another key. Give the new one another name."),
    "witness-unknown": _l(
        "There is no witness called {name}. linkage checkpoint trust says which there are."
    ),
    "category-unknown": _l(
        "There is no category or group {category}. Choose one from the list of categories."
    ),
    "wrong-category-code": _l(
        "A category's code is made of capital letters and digits, as A07. Write it so."
    ),
    "rules-exist": _l(
        "That version of the rule set {rules} is on record with another text. Raise the version."
    ),
    "rules-unknown": _l(
        "No rule set {rules} is on record. Ask the administrator to check the rules setting."
    ),
    "rules-out-of-order": _l(
        "The version of {rules} must be greater than {last}, the last one on record. Raise the "
        "version in the file."
    ),
    "issuer-activates": _l(
        "You put {rules} on record yourself, so another person puts it in force: another "
        "administrator, or a leader of the centre. Nothing was changed."
    ),
    "scoring-unknown": _l(
        "There are no scoring rules {rules} that could be used here. Look at the list of versions."
    ),
    "own-scoring-rules": _l(
        "You issued {rules} yourself, so another person, a leader of the centre, puts it in force."
    ),
    "scoring-out-of-turn": _l(
        "{rules} is out of turn: the next version of these scoring rules bears the number {next}. "
        "Write version = {next}."
    ),
    "scoring-subject-fixed": _l(
        "{rules} can't change whom it scores: earlier versions score others. Write scoring rules "
        "under another id."
    ),
    "scoring-retired": _l(
        "{rules} is retired. Put another version in force, or draft a new one from its text."
    ),
    "scoring-backwards": _l(
        "The result of {quarter} is published, and nothing changes it any more. Put {rules} in "
        "force from {next} on at the earliest."
    ),
    "scoring-in-force": _l(
        "Quarters are scored by {rules} now or later. Put another version in force from the next "
        "quarter first; it can be retired once that has begun."
    ),
    "calendar-moved": _l(
        "Somebody changed the working calendar in the meantime. Look at what the file changes "
        "now, and load it again."
    ),
    "missing-year": _l(
        "The holidays of {year} aren't loaded, so working days can't be counted. Ask the "
        "administrator to update the calendar."
    ),
    "no-shift": _l("No shift is running. Take over the desk first."),
    "shift-over": _l("The shift would end before it begins ({until}). Enter a later time."),
    "not-of-the-desk": _l(
        "{person} has no account of the duty desk, or it was disabled. Choose somebody else."
    ),
    "no-such-note": _l("That shift left no note. Look into the ledger of shifts."),
    "no-such-wall": _l("There is no such screen. Choose one from the list."),
    "quarter-unknown": _l(
        "{quarter} names no quarter. Write year and quarter, for example 2026Q3."
    ),
    "quarter-running": _l(
        "{quarter} runs until {until}. What it comes to can be looked at already; it is computed "
        "for the record once it is over."
    ),
    "quarter-not-computed": _l(
        "Nothing was computed for this quarter yet. The inspection office computes it first."
    ),
    "quarter-published": _l(
        "{quarter} was published at {at}, and nothing changes it any more. What was recorded since "
        "stands beside it as a difference."
    ),
    "quarter-not-published": _l(
        "The quarter is not published yet. Consequences are recorded once it is."
    ),
    "no-review": _l(
        "No review of this result was opened yet. The inspection office opens it, then the units "
        "look at the result."
    ),
    "review-running": _l("The units may object until {until}. Sign after that."),
    "review-over": _l(
        "The time for objections ended at {until}. Ask the inspection office to open the review "
        "anew if something is wrong."
    ),
    "result-moved": _l(
        "Computed again, the result is not the one you would sign: something was excluded since. "
        "Compute the quarter anew, look at it, then sign."
    ),
    "objections-open": _l("Objections wait for a ruling: {count}. Rule on them first."),
    "exclusions-open": _l("Exclusions wait for a decision: {count}. Approve or reject them first."),
    "objection-unknown": _l("There is no objection {objection}. Choose one from the list."),
    "objection-decided": _l(
        "Objection {objection} was ruled on or withdrawn already. Look at how it stands now."
    ),
    "own-objection": _l(
        "You lodged objection {objection} on the unit's behalf, so somebody else of the inspection "
        "office rules on it."
    ),
    "exclusion-unknown": _l("There is no exclusion {exclusion}. Choose one from the list."),
    "exclusion-decided": _l(
        "Exclusion {exclusion} was decided already. Look at how it stands now."
    ),
    "own-exclusion": _l(
        "You proposed exclusion {exclusion}, so somebody else decides on it. Ask another head of "
        "the centre or the inspection office."
    ),
    "own-score": _l(
        "This is about the score of your own office, so others decide on it. Ask one of these: "
        "{needed}."
    ),
    "other-side-signs": _l(
        "Your side has signed already. The second signature comes from one of these: {needed}."
    ),
    "indicator-unknown": _l(
        "The rules of this quarter have no indicator {indicator}, and there is no such failing. "
        "Choose one from the list."
    ),
    "consequence-unknown": _l("There is no consequence {consequence}. Choose one from the list."),
    "name-in-text": _l(
        '"{field}" seems to name somebody. It stays readable for everybody: write who it is by '
        "their office or part in it."
    ),
    "period-unknown": _l("{period} names no period of it. Write it like {example}."),
    "period-running": _l(
        "{period} is not over yet. Issue it after {after}; until then it can be read as a draft."
    ),
    "figures-moved": _l(
        "More was recorded since you opened the draft, and its figures have changed. Look at them, "
        "mend the foreword if need be, and issue it again."
    ),
    "bulletin-exists": _l(
        "A bulletin of {period} with these very figures was issued as No. {number}. Open that one."
    ),
    "bulletin-unknown": _l("There is no such bulletin. Choose one from the list of bulletins."),
    "audit-unknown": _l("There is no such audit sheet. Choose one from the list of sheets."),
    "audit-closed": _l(
        "Audit sheet {sheet} is closed and stays as it is. Open a new sheet for what comes later."
    ),
    "audit-unfinished": _l(
        "The sheet can't be closed yet: findings not settled: {findings}, matters nobody has gone "
        "through: {matters}. Deal with them first."
    ),
    "audit-finding-unknown": _l("The sheet has no finding {finding}. Choose one from the list."),
    "audit-settled": _l(
        "Finding {finding} is settled or withdrawn; nothing more can be done about it."
    ),
    "audit-accused": _l(
        "The matter accuses {unit}, or a unit above or below it, and must not come before it. "
        "Address the finding to the inspection office, or note it without the number."
    ),
    "nothing-to-sample": _l(
        "No matter is as the sample asks. Choose a longer time, other units or other risks."
    ),
    "not-on-sheet": _l("{number} is not on this sheet. Draw it or add it first."),
    "round-unknown": _l("There is no such round. Choose one from the list of rounds."),
    "round-plan-unknown": _l(
        "There is no such plan of rounds, or nothing of it to issue. Choose one from the list."
    ),
    "round-plan-exists": _l("The code {plan} of a plan is taken. Use another."),
    "persons-sought": _l(
        "A round looks for disputes and hazards, never for kinds of people ({word}). Say which "
        "matters are looked for."
    ),
    "no-units-asked": _l(
        "No unit would be asked. Choose levels, classes or units there are, without the centre."
    ),
    "not-in-round": _l("{unit} is not asked in this round, so it owes no report of it."),
    "called-off": _l("The round was called off; no report of it is owed any more."),
    "findings-reported": _l(
        "Your unit has reported {count} already. Take that back first if nothing was found."
    ),
    "not-a-finding": _l(
        "A petition is what people bring and no finding of a round. Register it without the round."
    ),
    "no-report-yet": _l("There is no such report to take back. Look at how the report stands."),
    "refused": _l("The rules don't allow this step. Look at how the case stands now."),
    "account:exists": _l("The user name {username} is taken. Choose another."),
    "account:unknown": _l("There is no user {username}. Check the user name."),
    "account:wrong": _l("User name or password is wrong. Check both and try again."),
    "account:locked": _l("Too many wrong passwords. Wait {wait} min, or ask your administrator."),
    "account:password-short": _l(
        "A password has at least {least} characters. Choose a longer one."
    ),
    "account:password-long": _l("A password has at most {most} characters. Choose a shorter one."),
    "account:password-own": _l(
        "The password is little more than a name that everybody knows here. Choose one that has "
        "nothing to do with you or the centre."
    ),
    "account:password-guessable": _l(
        "That password is among the first somebody would try: a row of keys, digits only, or a "
        "common word. Take several words that have nothing to do with each other."
    ),
    "account:password-same": _l("That is the password you have. Choose another one."),
    "account:wrong-old": _l("That is not your present password. Type it again."),
    "account:code-wrong": _l(
        "That code is wrong, or was used already. Wait for the next one and type that."
    ),
    "account:code-late": _l("It took too long. Log in again with your password."),
    "account:yourself": _l(
        "You can't take your own account away from yourself. Ask another administrator."
    ),
    "account:last-admin": _l(
        "{username} is the last administrator who can log in. Make another one first."
    ),
    "account:username-wrong": _l(
        "A user name begins with a letter or digit and has at most 40 of letters, digits and "
        ". _ - @, and isn't a name the service uses itself. Choose another."
    ),
    "account:name-wrong": _l(
        "A name has at most {most} characters and none that can't be seen. Type it again."
    ),
    "account:role-unknown": _l('There is no role "{role}". Choose one from the list.'),
    "account:unit-missing": _l("A unit officer belongs to a unit. Choose which."),
    "account:username-missing": _l("Fill in the user name and the name."),
    "field:required": _l('"{label}" is empty. Fill it in.'),
    "field:too-long": _l('"{label}" takes at most {most} characters. Shorten it.'),
    "field:too-many": _l('"{label}" takes at most {most} entries. Leave some out.'),
    "field:not-a-number": _l('"{label}" must be a whole number, such as 3.'),
    "field:out-of-range": _l('"{label}" must lie between {least} and {most}.'),
    "field:not-numbers": _l('"{label}" are numbers of records, such as 3, 7. Type them again.'),
    "field:not-a-time": _l('"{label}" must be written YYYY-MM-DD HH:MM, such as 2026-11-22 22:52.'),
    "field:not-a-choice": _l('"{label}" no longer has that choice. Choose again.'),
    "field:not-known": _l('"{label}" takes one of a list.[ It can be: {known}.]'),
    "form:token-missing": _l(
        "The form was incomplete, so nothing was recorded. Reload the page and fill it in again."
    ),
    "form:device-time": _l(
        "The time the device kept can't be right. Enter when it happened, and why it is entered "
        "late."
    ),
    "form:does-not-fit": _l(
        "Something doesn't fit what is asked, so nothing was recorded. Check each field and send "
        "it again."
    ),
    "field:of-another-track": _l(
        '"{label}" belongs to another track. Choose one of the track above, or none.'
    ),
}

# The field of the form to look at; what the refusal says about a field itself goes before.
FIELD: Final[dict[str, str]] = {
    "occurred-in-future": "at",
    "occurred-before": "at",
    "occurred-too-long-ago": "at",
    "late-entry-needs-reason": "late",
    "late-entry-needs-supervisor": "at",
    "reason-missing": "reason",
    "case-unknown": "duplicate_of",
    "title-needed": "title",
    "person-in-title": "title",
    "petition-kind-needed": "kind",
    "accused-needed": "accused",
    "unknown-outcome": "outcome",
    "duplicate-needs-main": "duplicate_of",
    "duplicate-of-itself": "duplicate_of",
    "notice-needed": "notice.how",
    "leader-needed": "leader",
    "sign-off-not-asked": "grade",
    "unit-unknown": "unit",
    "lead-taken": "role",
    "no-lead": "role",
    "already-dispatched": "unit",
    "accused-unit": "unit",
    "one-level-at-a-time": "to_level",
    "unknown-level": "to_level",
    "pause-not-allowed": "reason",
    "no-such-clock": "kind",
    "extension-too-long": "days",
    "extension-not-allowed": "kind",
    "approver-needed": "approver",
    "no-review-under-way": "stage",
    "forbidden-task": "scheme",
    "not-a-finding": "track",
    "unknown-party": "party",
    "two-parties-needed": "parties",
    "routes-needed": "routes",
    "handling-needed": "outcome",
    "mediation-needed": "outcome",
    "withdrawal-needed": "outcome",
    "three-gates-needed": "responsibility",
    "answer-needed": "solved",
    "plan-unknown": "plan",
    "plan-reason-needed": "plan_override",
    "plan-units-left-out": "left_out",
    "not-in-plan": "units",
    "safety-fact-needed": "safety_fact",
    "too-many-representatives": "count",
    "no-such-event": "event",
    "no-such-failing": "failing",
    "already-contested": "failing",
    "already-ruled": "failing",
    "occurred-after": "since",
    "not-correctable": "field",
}
