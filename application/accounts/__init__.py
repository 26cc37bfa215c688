"""Accounts and sessions: who may log in, in which role, for which unit. Kept beside the log."""

from application.accounts.passwords import LONGEST, SHORTEST
from application.accounts.possible import require_possible
from application.accounts.problems import AccountError
from application.accounts.register import Accounts, Listed
from application.accounts.sessions import OpenSession
from application.accounts.tables import (
    Account,
    accounts,
    columns_there,
    create,
    metadata,
    recovery_codes,
)
from application.accounts.throttle import FAILURES_ALLOWED, FAILURES_OF_AN_ADDRESS

__all__ = [
    "FAILURES_ALLOWED",
    "FAILURES_OF_AN_ADDRESS",
    "LONGEST",
    "SHORTEST",
    "Account",
    "AccountError",
    "Accounts",
    "Listed",
    "OpenSession",
    "accounts",
    "columns_there",
    "create",
    "metadata",
    "recovery_codes",
    "require_possible",
]
