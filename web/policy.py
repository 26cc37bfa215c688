"""Who may use which endpoint, in one table; an endpoint that is not in it is refused to all.

`scope` says what of it a role gets: whose case, dispatch or unit an address may name. It is
narrowed by what the page asks the read model and by the rules of the case, and a test walks every
endpoint with every role, from the own unit and from another, against this table.
"""

from typing import Final, NamedTuple

from domain.case.rights import BEYOND_UNITS
from domain.case.words import Role
from domain.units import CENTRE

ANYBODY: Final = "anybody"  # no log-in needed

OPEN: Final = frozenset({ANYBODY})
EVERYBODY: Final = frozenset(Role)  # whoever is logged in
CASEWORK: Final = EVERYBODY - {Role.ADMIN}  # sees cases, as far as each may
ACTING: Final = CASEWORK - {Role.AUDITOR}  # changes cases, as far as the rules let each
UNITS: Final = frozenset({Role.RESPONDER, Role.LEADER})
DESK: Final = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
HEADS: Final = frozenset({Role.LEADER, Role.SUPERVISOR})
INSPECTION: Final = frozenset({Role.SUPERVISOR})
AUDIT: Final = frozenset({Role.AUDITOR, Role.SUPERVISOR})
DUTY: Final = frozenset({Role.OPERATOR, Role.LEADER})  # sits at the desk, leads its shifts
AUDITORS: Final = frozenset({Role.AUDITOR})
ADMINS: Final = frozenset({Role.ADMIN})
KEEPING_PLANS: Final = DESK | {Role.AUDITOR, Role.ADMIN}
PLANNERS: Final = frozenset({Role.ADMIN, Role.LEADER})  # keep plans of rounds

# Scopes. People of the centre, the inspection office and auditors see any case but one that
# accuses them; people of a unit see what the unit registered, works on or owes something in, a
# leader also what units below have a part in. Whom a case accuses, or those above and below them,
# it does not exist for; against the centre it exists for inspection and audit only.
ALL: Final = ""  # the address names nothing; the page shows what its viewer may see
A_CASE: Final = "case"  # of the viewer's unit, else as if there were none (404)
A_DISPATCH: Final = "dispatch"  # to the viewer's unit, else 404
A_FILE: Final = (
    "file"  # of a case; of a unit's people it opens for the unit that needs it, else 404
)
A_SLIP: Final = (
    "slip"  # of a case: to the centre, inspection, and the unit that received it; else 404
)
A_WHOLE: Final = (
    "whole"  # of a case all of it: to people of the centre, inspection, audit; else 404
)
OF_CENTRE: Final = "centre"  # of the centre's own desk: to people of the centre, else 403
A_ROUND: Final = "round"  # one that asks the viewer's unit, of a leader also one below; else 404
A_FINDING: Final = "finding"  # of the viewer's unit or one below; inspection reads all; else 404
A_SCORE: Final = "score"  # of the viewer's unit, of a leader also of one below; else 404
ALL_UNITS: Final = "all units"  # to people of the centre, inspection and audit; else 403
A_BOOK: Final = "book"  # a ledger: which role has which is said in web.ledgers.shelf


class Rule(NamedTuple):
    """One row of the table."""

    roles: frozenset[str]
    scope: str = ALL


POLICY: Final[dict[str, Rule]] = {
    # files, frame
    "static": Rule(OPEN),
    "bootstrap.static": Rule(OPEN),
    "health.healthz": Rule(OPEN),
    "i18n.switch": Rule(OPEN),
    # help: how the work is done, no case in it
    "help.page": Rule(OPEN),
    "help.picture": Rule(OPEN),
    # log-in
    "auth.log_in": Rule(OPEN),
    "auth.code": Rule(OPEN),
    "auth.log_out": Rule(EVERYBODY),
    "auth.home": Rule(EVERYBODY),
    # one's own account
    "auth.own": Rule(EVERYBODY),
    "auth.password": Rule(EVERYBODY),
    "auth.codes": Rule(EVERYBODY),
    "auth.recovery": Rule(EVERYBODY),
    "auth.codes_off": Rule(EVERYBODY),
    "auth.end_others": Rule(EVERYBODY),
    # the reporter's page: who has number, code and second factor, or nobody
    "public.door": Rule(OPEN),
    "public.matter_page": Rule(OPEN),
    "public.answer_page": Rule(OPEN),
    "public.complaint_page": Rule(OPEN),
    "public.leave": Rule(OPEN),
    # the inbox: everybody's own; of a case only while they may see it
    "inbox.page": Rule(EVERYBODY),
    "inbox.open_letter": Rule(EVERYBODY - {Role.AUDITOR}),
    "inbox.mark_read": Rule(EVERYBODY - {Role.AUDITOR}),
    # messages out: what was not delivered, by number and category; channels and wordings
    "messaging.undelivered": Rule(ADMINS | {Role.LEADER}, OF_CENTRE),
    "messaging.again": Rule(ADMINS | {Role.LEADER}, OF_CENTRE),
    "messaging.channels": Rule(ADMINS),
    "messaging.chosen": Rule(ADMINS),
    "messaging.holder": Rule(ADMINS),
    "messaging.channel_act": Rule(ADMINS),
    "messaging.channel_language": Rule(ADMINS),
    "messaging.wordings": Rule(ADMINS),
    "messaging.wording": Rule(ADMINS),
    "messaging.reset_wording": Rule(ADMINS),
    # what administrators keep in order: people, units, categories; nothing of any case
    "admin.home": Rule(ADMINS),
    "admin.users": Rule(ADMINS),
    "admin.new_user": Rule(ADMINS),
    "admin.user": Rule(ADMINS),
    "admin.user_act": Rule(ADMINS),
    "admin.units": Rule(ADMINS),
    "admin.new_unit": Rule(ADMINS),
    "admin.unit": Rule(ADMINS),
    "admin.unit_act": Rule(ADMINS),
    "admin.categories": Rule(ADMINS),
    "admin.new_category": Rule(ADMINS),
    "admin.category": Rule(ADMINS),
    "admin.category_act": Rule(ADMINS),
    # rules: everybody may read what they are judged by; one issues, another puts in force
    "rulebook.sets": Rule(EVERYBODY),
    "rulebook.set_version": Rule(EVERYBODY),
    "rulebook.set_text": Rule(EVERYBODY),
    "rulebook.set_compare": Rule(EVERYBODY),
    "rulebook.set_new": Rule(ADMINS),
    "rulebook.set_issue": Rule(ADMINS),
    "rulebook.set_activate": Rule(ADMINS | {Role.LEADER}, OF_CENTRE),
    "rulebook.set_whatif": Rule(ADMINS | HEADS),  # of cases the viewer sees; counts for admins
    # scoring rules: who is judged by them may read them; scores of units that try them may not
    "scoring.index": Rule(EVERYBODY),
    "scoring.version": Rule(EVERYBODY),
    "scoring.text": Rule(EVERYBODY),
    "scoring.comparing": Rule(EVERYBODY),
    "scoring.trying": Rule(HEADS | {Role.AUDITOR}, ALL_UNITS),
    "scoring.write": Rule(INSPECTION),
    "scoring.written": Rule(INSPECTION),
    "scoring.draft": Rule(INSPECTION),
    "scoring.issue": Rule(INSPECTION),
    "scoring.activate": Rule(frozenset({Role.LEADER}), OF_CENTRE),
    "scoring.retire": Rule(HEADS, ALL_UNITS),
    # the working calendar
    "rulebook.years": Rule(EVERYBODY),
    "rulebook.year": Rule(EVERYBODY),
    "rulebook.year_text_file": Rule(EVERYBODY),
    "rulebook.year_load": Rule(ADMINS),
    "rulebook.year_loaded": Rule(ADMINS),
    # response plans: people of the centre and the inspection office look them up
    "plans.index": Rule(KEEPING_PLANS),
    "plans.plan": Rule(KEEPING_PLANS),
    "plans.text": Rule(KEEPING_PLANS),
    "plans.compare": Rule(KEEPING_PLANS),
    "plans.new": Rule(ADMINS),
    "plans.draft": Rule(ADMINS),
    "plans.write": Rule(ADMINS),
    "plans.written": Rule(ADMINS),
    "plans.act": Rule(ADMINS),
    "plans.posts": Rule(ADMINS),
    "plans.assign": Rule(ADMINS),
    # board
    "board.board_page": Rule(CASEWORK),
    "board.live": Rule(CASEWORK),
    "board.wall": Rule(CASEWORK),
    "board.wall_live": Rule(CASEWORK),
    "board.wall_by_link": Rule(OPEN),  # with a secret in its address, which can be made void
    "board.wall_by_link_live": Rule(OPEN),
    "board.walls": Rule(DUTY, OF_CENTRE),
    "board.open_wall": Rule(DUTY, OF_CENTRE),
    "board.close_wall": Rule(DUTY, OF_CENTRE),
    # shifts of the duty desk
    "board.shift": Rule(DUTY, OF_CENTRE),
    "board.take_over": Rule(DUTY, OF_CENTRE),
    "board.hand_over": Rule(DUTY, OF_CENTRE),
    "board.end_shift": Rule(DUTY, OF_CENTRE),
    "board.read_note": Rule(DUTY | {Role.SUPERVISOR}, OF_CENTRE),
    "board.shifts": Rule(DUTY | {Role.SUPERVISOR, Role.AUDITOR}, OF_CENTRE),
    # what waits for heads, and simple acts on it
    "heads.heads_page": Rule(HEADS),
    "heads.act": Rule(HEADS, A_CASE),
    # how the quarter goes: for who leads, inspects or audits; of a unit its own part alone
    "overview.overview_page": Rule(HEADS | {Role.AUDITOR}),
    # return visits: whose they are not to make is told so on the page
    "visits.visits_page": Rule(DESK),
    "visits.visit": Rule(DESK, A_CASE),
    "visits.reveal": Rule(DESK, A_CASE),
    "visits.missed": Rule(DESK, A_CASE),
    "visits.result": Rule(DESK, A_CASE),
    # ledgers, search
    "ledgers.index": Rule(EVERYBODY),
    "ledgers.ledger": Rule(EVERYBODY, A_BOOK),
    "ledgers.sheet": Rule(EVERYBODY, A_BOOK),
    "search.search_page": Rule(CASEWORK),
    # rates: of what a viewer may see; single reporters' answers only for the centre
    "rates.rates_page": Rule(CASEWORK),
    "rates.rates_data": Rule(CASEWORK),
    "rates.rates_sheet": Rule(CASEWORK),
    "rates.rate_page": Rule(CASEWORK),
    "rates.times_page": Rule(CASEWORK),
    "rates.times_data": Rule(CASEWORK),
    "rates.times_sheet": Rule(CASEWORK),
    "rates.stretches_page": Rule(CASEWORK),
    "rates.stretches_data": Rule(CASEWORK),
    "rates.stretches_sheet": Rule(CASEWORK),
    "rates.clock_page": Rule(CASEWORK),
    "rates.stretch_page": Rule(CASEWORK),
    "workload.workload_page": Rule(CASEWORK),
    "workload.fits_page": Rule(CASEWORK),
    # audit: a case replayed; who audits and who inspects
    "audit.index": Rule(AUDIT),
    # proof: checkpoints for auditors; for the world signed words and hashes, no record
    "verifying.page": Rule(AUDIT),
    "verifying.begin": Rule(AUDIT),
    "proofs.page": Rule(AUDIT),
    "proofs.checkpoint": Rule(OPEN),
    "proofs.earlier": Rule(OPEN),
    "proofs.vkey": Rule(OPEN),
    "proofs.tile": Rule(OPEN),
    "proofs.cosignature": Rule(OPEN),  # the signature itself says whether it may
    # the ways cases took; of cases that exist for the viewer
    "flow.page": Rule(AUDIT),
    "flow.cases": Rule(AUDIT),
    "flow.data": Rule(AUDIT),
    "flow.sheet": Rule(AUDIT),
    "events.page": Rule(AUDIT),  # of cases that exist for the viewer; of others nothing
    # audit sheets: auditors keep them, and change nothing else; who leads a unit answers
    "sheets.sheets": Rule(AUDITORS),
    "sheets.new_sheet": Rule(AUDITORS),
    "sheets.sheet": Rule(AUDITORS),
    "sheets.sheet_file": Rule(AUDITORS),
    "sheets.sample": Rule(AUDITORS),
    "sheets.drawn": Rule(AUDITORS),
    "sheets.add": Rule(AUDITORS),
    "sheets.examine": Rule(AUDITORS),
    "sheets.note": Rule(AUDITORS),
    "sheets.finding": Rule(AUDITORS),
    "sheets.follow": Rule(AUDITORS),
    "sheets.withdraw": Rule(AUDITORS),
    "sheets.close": Rule(AUDITORS),
    "sheets.findings": Rule(HEADS),
    "sheets.own_finding": Rule(HEADS, A_FINDING),
    "sheets.answer": Rule(HEADS, A_FINDING),
    "audit.find": Rule(AUDIT),
    "audit.case": Rule(AUDIT, A_CASE),
    "audit.compare": Rule(AUDIT, A_CASE),
    "audit.both_times": Rule(AUDIT, A_CASE),
    "audit.seen_by": Rule(AUDIT, A_CASE),
    # bulletins: the centre drafts, its leader issues, everybody reads what was issued
    "bulletins.index": Rule(CASEWORK),
    "bulletins.draft": Rule(DESK | {Role.AUDITOR}, OF_CENTRE),
    "bulletins.draft_file": Rule(DESK | {Role.AUDITOR}, OF_CENTRE),
    "bulletins.rows_page": Rule(DESK | {Role.AUDITOR}, OF_CENTRE),
    "bulletins.issue": Rule(frozenset({Role.LEADER}), OF_CENTRE),
    "bulletins.issued": Rule(CASEWORK),
    "bulletins.issued_file": Rule(CASEWORK),
    # one step for many cases: the form names them, and each is held to its own rules
    "bulk.ask": Rule(ACTING),
    "bulk.do": Rule(ACTING),
    # receipt
    "receipt.register": Rule(ACTING),
    "receipt.known": Rule(ACTING),
    "receipt.alike": Rule(ACTING),
    "receipt.receipt": Rule(ACTING, A_SLIP),
    "receipt.open_slip": Rule(ACTING, A_SLIP),
    # screening rounds: units report, the desk opens those by hand; plans are kept beside
    "rounds.rounds": Rule(CASEWORK),
    "rounds.round_page": Rule(CASEWORK, A_ROUND),
    "rounds.new_round": Rule(DUTY, OF_CENTRE),
    "rounds.call_off": Rule(frozenset({Role.LEADER}), OF_CENTRE),
    "rounds.report": Rule(UNITS, A_ROUND),
    "rounds.nothing": Rule(UNITS, A_ROUND),
    "rounds.withdraw": Rule(UNITS, A_ROUND),
    "rounds.plans": Rule(PLANNERS, OF_CENTRE),
    "rounds.new_plan": Rule(PLANNERS, OF_CENTRE),
    "rounds.plan": Rule(PLANNERS, OF_CENTRE),
    "rounds.plan_act": Rule(PLANNERS, OF_CENTRE),
    # the quarter: who computes, rules, signs; units see their own lines, others' once published
    "assessment.quarters": Rule(CASEWORK),
    "assessment.quarter": Rule(CASEWORK),
    "assessment.unit": Rule(CASEWORK, A_SCORE),
    "assessment.rows": Rule(CASEWORK, A_SCORE),
    "assessment.objection": Rule(CASEWORK, A_SCORE),
    "assessment.exclusion": Rule(CASEWORK, A_SCORE),
    "assessment.differences": Rule(DESK | {Role.AUDITOR}, ALL_UNITS),
    # with the numbers of all matters in which something was failed in, the accused's too
    "assessment.result_file": Rule(frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    "assessment.compute": Rule(INSPECTION),
    "assessment.review": Rule(INSPECTION),
    "assessment.rule": Rule(INSPECTION),
    "assessment.lodge": Rule(HEADS),  # for the own unit; inspection on a unit's behalf
    "assessment.withdraw": Rule(HEADS, A_SCORE),
    "assessment.sign": Rule(HEADS, ALL_UNITS),
    "assessment.exclude": Rule(HEADS, ALL_UNITS),
    "assessment.decide": Rule(HEADS, ALL_UNITS),
    "assessment.consequences": Rule(HEADS, ALL_UNITS),
    "assessment.revoke": Rule(HEADS, ALL_UNITS),
    # pages of a unit's people, and of those who come by a link to one dispatch
    "unit.mine": Rule(UNITS),
    "unit.dispatch": Rule(UNITS, A_DISPATCH),
    "unit.step": Rule(UNITS, A_DISPATCH),
    "unit.worker": Rule(OPEN),
    "unit.offline": Rule(OPEN),
    "unit.opening": Rule(UNITS, A_DISPATCH),
    "unit.linked": Rule(OPEN),
    "unit.linked_opening": Rule(OPEN),
    "unit.linked_step": Rule(OPEN),
    "unit.link": Rule(DESK, A_CASE),
    # sealed texts of a case open when it is said what for; auditors read none
    "readings.open_case": Rule(ACTING, A_CASE),
    "readings.person_asking": Rule(DESK, A_WHOLE),
    "readings.person_export": Rule(DESK, A_WHOLE),
    "readings.person_copy": Rule(DESK, A_WHOLE),
    "readings.register": Rule(frozenset({Role.SUPERVISOR, Role.AUDITOR})),
    # files of a case
    "files.download": Rule(ACTING, A_FILE),
    "files.preview": Rule(ACTING, A_FILE),
    # page of a case, steps
    "desk.case": Rule(CASEWORK, A_CASE),
    "desk.step": Rule(ACTING, A_CASE),
    "desk.news": Rule(CASEWORK, A_CASE),
    "desk.paper": Rule(CASEWORK, A_CASE),
    "desk.paper_file": Rule(CASEWORK, A_CASE),
    "desk.limit": Rule(CASEWORK, A_CASE),
    "desk.limit_data": Rule(CASEWORK, A_CASE),
    # personal data: asked by the desk, decided by the inspection office, seen by auditors
    "privacy.page": Rule(AUDIT),
    "privacy.decide": Rule(INSPECTION),
    "privacy.case": Rule(DESK | {Role.AUDITOR}, A_WHOLE),
    "privacy.act": Rule(DESK, A_WHOLE),
    "privacy.retention": Rule(HEADS | {Role.AUDITOR}, ALL_UNITS),
    "privacy.propose": Rule(INSPECTION),
    "privacy.confirm": Rule(HEADS, ALL_UNITS),
    # all of a case, with proofs
    "bundles.page": Rule(HEADS | {Role.AUDITOR}, A_WHOLE),
    "bundles.export": Rule(HEADS | {Role.AUDITOR}, A_WHOLE),
    "bundles.file": Rule(HEADS | {Role.AUDITOR}, A_WHOLE),
}


def roles_of(endpoint: str) -> frozenset[str]:
    """The roles an endpoint is stated for; none for one that is not in the table."""
    rule = POLICY.get(endpoint)
    return rule.roles if rule is not None else frozenset()


def admits(endpoint: str, role: str, unit: str) -> bool:
    """Whether somebody of that role and unit may use it; whose case it names is asked later."""
    rule = POLICY.get(endpoint)
    if rule is None or role not in rule.roles:
        return False
    if rule.scope == ALL_UNITS and role in BEYOND_UNITS:
        return True
    return rule.scope not in (OF_CENTRE, ALL_UNITS) or unit in ("", CENTRE)
