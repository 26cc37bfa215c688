"""What every kind of record that is of no case is called; kinds of cases have their own titles."""

from collections.abc import Mapping
from typing import Final

from application.codec import TOPICS
from domain.case.events import TOPICS as OF_CASES
from web.desk.texts.told import TOLD
from web.wording import LazyString, _lp

TITLES: Final[Mapping[str, LazyString]] = {
    "unit.founded": _lp("record", "Unit put on record"),
    "unit.renamed": _lp("record", "Unit renamed"),
    "unit.moved": _lp("record", "Unit moved"),
    "unit.classed": _lp("record", "Unit put in another class"),
    "unit.places-changed": _lp("record", "Places of a unit changed"),
    "unit.dissolved": _lp("record", "Unit dissolved"),
    "unit.restored": _lp("record", "Unit restored"),
    "rules.issued": _lp("record", "Rule set issued"),
    "rules.activated": _lp("record", "Rule set put in force"),
    "rules.set-opened": _lp("record", "Rule set opened"),
    "categories.issued": _lp("record", "Categories issued"),
    "categories.added": _lp("record", "Category added"),
    "categories.changed": _lp("record", "Category changed"),
    "categories.retired": _lp("record", "Category retired"),
    "categories.restored": _lp("record", "Category restored"),
    "account.added": _lp("record", "Account made"),
    "account.role-given": _lp("record", "Role given"),
    "account.renamed": _lp("record", "Name of an account changed"),
    "account.disabled": _lp("record", "Account disabled"),
    "account.enabled": _lp("record", "Account enabled"),
    "account.password-reset": _lp("record", "Password reset"),
    "account.password-changed": _lp("record", "Password changed"),
    "account.totp-added": _lp("record", "One-time codes set up"),
    "account.totp-removed": _lp("record", "One-time codes removed"),
    "account.sessions-ended": _lp("record", "Logged out everywhere"),
    "duty.shift-begun": _lp("record", "Shift begun"),
    "duty.handed-over": _lp("record", "Shift handed over"),
    "duty.note-read": _lp("record", "Note of a shift read"),
    "duty.shift-ended": _lp("record", "Shift ended"),
    "duty.wall-opened": _lp("record", "Wall screen opened"),
    "duty.wall-closed": _lp("record", "Wall screen closed"),
    "plan.drafted": _lp("record", "Response plan drafted"),
    "plan.issued": _lp("record", "Response plan put in force"),
    "plan.retired": _lp("record", "Response plan retired"),
    "plan.post-assigned": _lp("record", "Post assigned"),
    "messages.channel-set": _lp("record", "Channel of messages set"),
    "messages.channel-removed": _lp("record", "Channel of messages removed"),
    "messages.language-chosen": _lp("record", "Language of messages chosen"),
    "messages.wording-written": _lp("record", "Wording of messages written"),
    "messages.sent-again": _lp("record", "Messages sent again"),
    "messages.wording-reset": _lp("record", "Wording of messages reset"),
    "roundplan.shipped": _lp("record", "Plans of rounds shipped"),
    "roundplan.drafted": _lp("record", "Plan of rounds drafted"),
    "roundplan.issued": _lp("record", "Plan of rounds put in force"),
    "roundplan.retired": _lp("record", "Plan of rounds retired"),
    "roundplan.round-listed": _lp("record", "Round listed"),
    "roundplan.round-settled": _lp("record", "Round settled"),
    "round.opened": _lp("record", "Round opened"),
    "round.reminded": _lp("record", "Reminded of a report of a round"),
    "round.nothing-reported": _lp("record", "Nothing found in a round"),
    "round.finding-reported": _lp("record", "Finding of a round reported"),
    "round.report-withdrawn": _lp("record", "Report of a round taken back"),
    "round.report-missed": _lp("record", "Report of a round missed"),
    "round.called-off": _lp("record", "Round called off"),
    "calendar.years-shipped": _lp("record", "Working calendar shipped"),
    "calendar.year-loaded": _lp("record", "Year of the working calendar loaded"),
    "scoring.drafted": _lp("record", "Scoring rules drafted"),
    "scoring.issued": _lp("record", "Scoring rules issued"),
    "scoring.activated": _lp("record", "Scoring rules put in force"),
    "scoring.retired": _lp("record", "Scoring rules retired"),
    "bulletin.issued": _lp("record", "Bulletin issued"),
    "bulletins.listed": _lp("record", "Bulletin numbered"),
    "log.exported": _lp("record", "Log exported"),
    "log.clock-confirmed": _lp("record", "Clock confirmed"),
    "log.settings-stated": _lp("record", "Settings at the start"),
    "log.backed-up": _lp("record", "Backup made"),
    "log.restored": _lp("record", "Backup restored"),
    "log.rebuilt": _lp("record", "Read model rebuilt"),
    "log.imported": _lp("record", "Records imported"),
    "log.demo-told": _lp("record", "Sample town filled in"),
    "log.verified": _lp("record", "Log verified"),
    "log.signer-named": _lp("record", "Signer named"),
    "log.witness-admitted": _lp("record", "Witness admitted"),
    "log.witness-dropped": _lp("record", "Witness dropped"),
    "quarter.listed": _lp("record", "Quarter listed"),
    "quarter.ended": _lp("record", "Quarter ended"),
    "quarter.computed": _lp("record", "Quarter computed"),
    "quarter.review-opened": _lp("record", "Review of a quarter opened"),
    "quarter.exclusion-proposed": _lp("record", "Exclusion proposed"),
    "quarter.exclusion-decided": _lp("record", "Exclusion decided"),
    "quarter.objected": _lp("record", "Objection lodged"),
    "quarter.objection-withdrawn": _lp("record", "Objection withdrawn"),
    "quarter.objection-ruled": _lp("record", "Objection ruled on"),
    "quarter.signed": _lp("record", "Quarter signed"),
    "quarter.published": _lp("record", "Quarter published"),
    "quarter.consequence-recorded": _lp("record", "Consequence recorded"),
    "quarter.consequence-revoked": _lp("record", "Consequence revoked"),
    "retention.issued": _lp("record", "Retention rules issued"),
    "retention.confirmed": _lp("record", "Retention rules confirmed"),
    "privacy.asked": _lp("record", "Erasure asked for"),
    "privacy.settled": _lp("record", "Request to erase decided"),
    "privacy.erased": _lp("record", "Personal data erased"),
    "privacy.purged": _lp("record", "Copies of erased data purged"),
    "privacy.held": _lp("record", "Legal hold set"),
    "privacy.hold-ended": _lp("record", "Legal hold lifted"),
    "key.rotation-begun": _lp("record", "Rotation of the key begun"),
    "key.rotated": _lp("record", "Key rotated"),
    "key.old-forgotten": _lp("record", "Old key forgotten"),
    "key.copied": _lp("record", "Sealed copy of the key made"),
    "key.drilled": _lp("record", "Copy of the key tried in a drill"),
    "key.recovered": _lp("record", "Key recovered from a copy"),
    "audits.listed": _lp("record", "Audit sheet numbered"),
    "audit.opened": _lp("record", "Audit sheet opened"),
    "audit.sampled": _lp("record", "Sample drawn"),
    "audit.matter-added": _lp("record", "Matter added to an audit sheet"),
    "audit.examined": _lp("record", "Matter gone through"),
    "audit.finding-noted": _lp("record", "Audit finding noted"),
    "audit.finding-withdrawn": _lp("record", "Audit finding withdrawn"),
    "audit.answered": _lp("record", "Audit finding answered"),
    "audit.followed-up": _lp("record", "Audit finding followed up"),
    "audit.closed": _lp("record", "Audit sheet closed"),
}
# What the first word of a kind stands for, in the order of the list to choose from.
GROUPS: Final[Mapping[str, LazyString]] = {
    "case": _lp("records", "Cases"),
    "audit": _lp("records", "Audit sheets"),
    "audits": _lp("records", "Audit sheets"),
    "account": _lp("records", "Accounts"),
    "unit": _lp("records", "Units"),
    "duty": _lp("records", "Duty shifts"),
    "round": _lp("records", "Screening rounds"),
    "roundplan": _lp("records", "Screening rounds"),
    "quarter": _lp("records", "Assessment"),
    "scoring": _lp("records", "Assessment"),
    "bulletin": _lp("records", "Bulletins"),
    "bulletins": _lp("records", "Bulletins"),
    "plan": _lp("records", "Response plans"),
    "rules": _lp("records", "Rules and categories"),
    "categories": _lp("records", "Rules and categories"),
    "calendar": _lp("records", "Rules and categories"),
    "messages": _lp("records", "Messages"),
    "privacy": _lp("records", "Personal data"),
    "retention": _lp("records", "Personal data"),
    "key": _lp("records", "Personal data"),
    "log": _lp("records", "The log itself"),
}


def title(topic: str) -> str:
    """What happened, in a word; the stored name of a kind that nobody has named yet."""
    if topic in TOLD:
        return str(TOLD[topic][0])
    return str(TITLES.get(topic, topic))


def group(topic: str) -> str:
    """What a kind is about."""
    word = topic.partition(".")[0]
    return str(GROUPS.get(word, word))


def of_group(word: str) -> list[str]:
    """All kinds of one group, told by one of its first words; none where there is no such one."""
    label = GROUPS.get(word)
    if label is None:
        return []
    words = {name for name, told in GROUPS.items() if str(told) == str(label)}
    return [topic for topic in TOPICS if topic.partition(".")[0] in words]


def is_of_case(topic: str) -> bool:
    """Whether a kind is one of the events of a case."""
    return topic in OF_CASES
