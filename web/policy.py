"""Who may use which endpoint, in one table; an endpoint that is not in it is refused to all.

What a role sees inside a page (a unit only its own, nobody a case that accuses them) is narrowed
further by what the page asks the read model and by the rules of the case.
"""

from typing import Final

from domain.case.words import Role

ANYBODY: Final = "anybody"  # no log-in needed

EVERYBODY: Final = frozenset(Role)  # whoever is logged in
CASEWORK: Final = EVERYBODY - {Role.ADMIN}  # sees cases, as far as each may
ACTING: Final = CASEWORK - {Role.AUDITOR}  # changes cases, as far as the rules let each

POLICY: Final[dict[str, frozenset[str]]] = {
    # files, frame, log-in
    "static": frozenset({ANYBODY}),
    "bootstrap.static": frozenset({ANYBODY}),
    "health.healthz": frozenset({ANYBODY}),
    "i18n.switch": frozenset({ANYBODY}),
    "auth.log_in": frozenset({ANYBODY}),
    "auth.log_out": EVERYBODY,
    "auth.home": EVERYBODY,
    # board, ledgers, search
    "board.board_page": CASEWORK,
    "ledgers.index": EVERYBODY,
    "ledgers.ledger": EVERYBODY,  # which ledgers: web.ledgers.shelf
    "ledgers.sheet": EVERYBODY,
    "search.search_page": CASEWORK,
    # desk: registration, case page, steps
    "desk.register": ACTING,
    "desk.receipt": ACTING,
    "desk.case": CASEWORK,
    "desk.step": ACTING,
}
