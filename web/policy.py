"""Who may use which endpoint, in one table; an endpoint that is not in it is refused to all.

`scope` says what of it a role gets: whose case, dispatch or unit an address may name. It is
narrowed by what the page asks the read model and by the rules of the case, and a test walks every
endpoint with every role, from the own unit and from another, against this table.
"""

from typing import Final, NamedTuple

from domain.case.words import Role

ANYBODY: Final = "anybody"  # no log-in needed

OPEN: Final = frozenset({ANYBODY})
EVERYBODY: Final = frozenset(Role)  # whoever is logged in
CASEWORK: Final = EVERYBODY - {Role.ADMIN}  # sees cases, as far as each may
ACTING: Final = CASEWORK - {Role.AUDITOR}  # changes cases, as far as the rules let each
UNITS: Final = frozenset({Role.RESPONDER, Role.LEADER})
DESK: Final = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
HEADS: Final = frozenset({Role.LEADER, Role.SUPERVISOR})
ADMINS: Final = frozenset({Role.ADMIN})

# Scopes. People of the centre, the inspection office and auditors see any case but one that
# accuses them; people of a unit see what the unit registered, works on or owes something in.
ALL: Final = ""  # the address names nothing; the page shows what its viewer may see
A_CASE: Final = "case"  # of the viewer's unit, else as if there were none (404)
A_DISPATCH: Final = "dispatch"  # to the viewer's unit, else 404
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
    "auth.log_out": Rule(EVERYBODY),
    "auth.home": Rule(EVERYBODY),
    # board
    "board.board_page": Rule(CASEWORK),
    # ledgers, search
    "ledgers.index": Rule(EVERYBODY),
    "ledgers.ledger": Rule(EVERYBODY, A_BOOK),
    "ledgers.sheet": Rule(EVERYBODY, A_BOOK),
    "search.search_page": Rule(CASEWORK),
    # receipt
    "receipt.register": Rule(ACTING),
    "receipt.receipt": Rule(ACTING, A_CASE),
    # files of a case
    "files.download": Rule(ACTING, A_CASE),
    "files.preview": Rule(ACTING, A_CASE),
    "board.live": Rule(CASEWORK),
    "board.wall": Rule(CASEWORK),
    "board.wall_live": Rule(CASEWORK),
    "board.wall_by_link": Rule(OPEN),  # with a secret in its address, which can be made void
    "board.wall_by_link_live": Rule(OPEN),
    "board.walls": Rule(DUTY),
    "board.open_wall": Rule(DUTY),
    "board.close_wall": Rule(DUTY),
    # shifts of the duty desk; of the centre only, which the pages and the rules of a shift see to
    "board.shift": Rule(DUTY),
    "board.take_over": Rule(DUTY),
    "board.hand_over": Rule(DUTY),
    "board.end_shift": Rule(DUTY),
    "board.read_note": Rule(DUTY | {Role.SUPERVISOR}),
    "board.shifts": Rule(DUTY | {Role.SUPERVISOR, Role.AUDITOR}),
    # page of a case, steps
    "desk.case": Rule(CASEWORK, A_CASE),
    "desk.step": Rule(ACTING, A_CASE),
}


def roles_of(endpoint: str) -> frozenset[str]:
    """The roles an endpoint is stated for; none for one that is not in the table."""
    rule = POLICY.get(endpoint)
    return rule.roles if rule is not None else frozenset()
    # pages of a unit's people, and of those who come by a link to one dispatch
    "unit.mine": Rule(UNITS),
    "unit.dispatch": Rule(UNITS, A_DISPATCH),
    "unit.step": Rule(UNITS, A_DISPATCH),
    "unit.worker": Rule(OPEN),
    "unit.offline": Rule(OPEN),
    "unit.linked": Rule(OPEN),
    "unit.linked_step": Rule(OPEN),
    "unit.link": Rule(DESK, A_CASE),
