"""Which accounts there can be: user names, names, roles, units."""

import re
import unicodedata
from typing import Final

from application.accounts.problems import AccountError
from application.accounts.tables import Account
from domain.case.words import Role
from domain.units.state import CENTRE

USERNAME: Final = re.compile(r"\w[\w.@-]{0,39}")
NAME_MOST: Final = 80
# Who is named in the log where no person acted; nobody is called so.
NOBODY: Final = frozenset({"cli", "import", "linkage", "system", "timekeeper"})


def require_possible(account: Account) -> None:
    """Errors: `AccountError` username-missing, username-wrong, name-long, role-unknown, unit-…."""
    if not account.username.strip() or not account.name.strip():
        raise AccountError("username-missing")
    if not _is_name(account.username) or account.username.casefold() in NOBODY:
        raise AccountError("username-wrong")
    if len(account.name) > NAME_MOST or _hides(account.name):
        raise AccountError("name-wrong", most=NAME_MOST)
    if account.role not in set(Role):
        raise AccountError("role-unknown", role=account.role, roles=", ".join(Role))
    if account.role == Role.RESPONDER and account.unit in ("", CENTRE):
        raise AccountError("unit-missing", username=account.username)


def _is_name(username: str) -> bool:
    """Written with signs that look like nothing else: ｚｈａｎｇ would pass for zhang."""
    plain = unicodedata.normalize("NFKC", username)
    return username == plain and USERNAME.fullmatch(username) is not None


def _hides(name: str) -> bool:
    """Signs that can't be seen, or that turn round what follows."""
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name)
