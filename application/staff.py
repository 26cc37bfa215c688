"""What is done to accounts: recorded in the log, then done.

In this order, so that nobody has a right of which the log doesn't know. Should the service stop in
between, the same is done once more and recorded twice.
"""

from datetime import datetime
from typing import TypedDict
from uuid import uuid5

from eventsourcing.persistence import IntegrityError

from application.accounts import Account, AccountError, Accounts, require_possible
from application.codec import decode
from application.desk import Desk
from application.registry import NAMESPACE
from domain.accounts import events as e
from domain.case.words import Role


class _Of(TypedDict):
    """What every event on an account has."""

    at: datetime
    by: str
    username: str


COMMAND_LINE = "cli"
TRIES = 5


def account_stream(username: str) -> str:
    """The aggregate id of an account."""
    return uuid5(NAMESPACE, f"account:{username}").hex


def history(desk: Desk, username: str) -> list[e.AccountEvent]:
    """What was done to an account, in order."""
    return [decode(row.topic, row.state) for row in desk.log.stream(account_stream(username))]


class Staff:
    """Accounts under the hands of somebody: an administrator, or the command line."""

    def __init__(self, desk: Desk, accounts: Accounts, by: str) -> None:
        """`by` is the user name of who acts."""
        self._desk = desk
        self._accounts = accounts
        self._by = by

    def add(self, account: Account, password: str, *, provisional: bool = True) -> None:
        """Let somebody log in. Errors: `AccountError` as `Accounts.check_new`."""
        self._accounts.check_new(account, password)
        role, unit = str(account.role), account.unit
        self._record(e.AccountAdded(**self._of(account.username), role=role, unit=unit))
        self._accounts.add(account, password, provisional=provisional)

    def give_role(self, username: str, role: str, unit: str) -> None:
        """Another role or unit. Errors: `AccountError` yourself, last-admin, role-unknown, …."""
        account = self._accounts.get(username)
        if (account.role, account.unit) == (role, unit):
            return
        require_possible(account._replace(role=role, unit=unit))
        if role != account.role:
            self._keep_an_admin(account)
        self._record(e.AccountRoleGiven(**self._of(username), role=str(role), unit=unit))
        self._accounts.set_role(username, role, unit)

    def rename(self, username: str, name: str) -> None:
        """The person is called otherwise. Errors: `AccountError` unknown, name-wrong, …."""
        account = self._accounts.get(username)
        if account.name == name:
            return
        require_possible(account._replace(name=name))
        self._record(e.AccountRenamed(**self._of(username)))
        self._accounts.rename(username, name)

    def disable(self, username: str) -> None:
        """They may log in no more. Errors: `AccountError` yourself, last-admin, unknown."""
        account = self._accounts.get(username)
        if account.disabled:
            return
        self._keep_an_admin(account)
        self._record(e.AccountDisabled(**self._of(username)))
        self._accounts.disable(username)

    def enable(self, username: str) -> None:
        """They may log in again. Errors: `AccountError` unknown."""
        if self._accounts.get(username).disabled:
            self._record(e.AccountEnabled(**self._of(username)))
            self._accounts.disable(username, disabled=False)

    def reset(self, username: str, password: str, *, provisional: bool = True) -> None:
        """Give another password. Errors: `AccountError` unknown, password-…."""
        self._accounts.check_password(self._accounts.get(username), password)
        self._record(e.AccountPasswordReset(**self._of(username)))
        self._accounts.reset(username, password, provisional=provisional)

    def end_sessions(self, username: str) -> None:
        """Whoever is logged in as them logs in anew. Errors: `AccountError` unknown."""
        self._accounts.get(username)
        self._record(e.AccountSessionsEnded(**self._of(username)))
        self._accounts.end_all(username)

    def remove_codes(self, username: str) -> None:
        """Log-in asks for no code any more. Errors: `AccountError` unknown."""
        if self._accounts.get(username).totp:
            self._record(e.AccountTotpRemoved(**self._of(username)))
            self._accounts.codes.remove(username)

    # --- what one does oneself ---

    def change_password(self, token: str, old: str, new: str, address: str) -> str:
        """Gives the session's new token. Errors: `AccountError` as `Accounts.change_password`."""
        given = self._accounts.change_password(token, old, new, address)[1]
        self._record(e.AccountPasswordChanged(**self._of(self._by)))
        return given

    def take_up_codes(self, code: str) -> list[str]:
        """Gives the recovery codes. Errors: `AccountError` code-wrong."""
        codes = self._accounts.codes.take_up(self._by, code)
        self._record(e.AccountTotpAdded(**self._of(self._by)))
        return codes

    def _keep_an_admin(self, account: Account) -> None:
        if account.username == self._by:
            raise AccountError("yourself")
        others = self._accounts.listed(role=Role.ADMIN, disabled=False)
        if {one.account.username for one in others} == {account.username}:
            raise AccountError("last-admin", username=account.username)

    def _of(self, username: str) -> _Of:
        return {"at": self._desk.clock(), "by": self._by, "username": username}

    def _record(self, event: e.AccountEvent) -> None:
        """Each of these is true whatever was recorded before it, so it may come later as well."""
        stream = account_stream(event.username)
        for attempt in range(TRIES):
            try:
                self._desk.append(stream, len(self._desk.log.stream(stream)), [event])
            except IntegrityError:
                if attempt == TRIES - 1:
                    raise
            else:
                return
