"""What can happen to an account; names and topics are the storage format, for ever.

The accounts themselves are kept beside the log, where a password can be forgotten. Here stands
that somebody was given a right or lost it: user name, role and unit, no name and no secret.
"""

from datetime import datetime

from msgspec import Struct


class AccountEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When, by whom (account name, or what stands for the command line) and whose account."""

    at: datetime
    by: str
    username: str


class AccountAdded(AccountEvent, frozen=True, kw_only=True):
    """账号建立: may log in, in this role for this unit."""

    role: str
    unit: str


class AccountRoleGiven(AccountEvent, frozen=True, kw_only=True):
    """角色变更: has another role or unit from now on."""

    role: str
    unit: str


class AccountRenamed(AccountEvent, frozen=True, kw_only=True):
    """更改姓名: the person is called otherwise; how, only the accounts know."""


class AccountDisabled(AccountEvent, frozen=True, kw_only=True):
    """账号停用: may log in no more."""


class AccountEnabled(AccountEvent, frozen=True, kw_only=True):
    """账号恢复: may log in again."""


class AccountPasswordReset(AccountEvent, frozen=True, kw_only=True):
    """重设密码: was given another password by an administrator."""


class AccountPasswordChanged(AccountEvent, frozen=True, kw_only=True):
    """更改密码: chose another password."""


class AccountTotpAdded(AccountEvent, frozen=True, kw_only=True):
    """启用动态码: log-in asks for a code as well."""


class AccountTotpRemoved(AccountEvent, frozen=True, kw_only=True):
    """取消动态码: log-in asks for no code any more."""


class AccountSessionsEnded(AccountEvent, frozen=True, kw_only=True):
    """强制下线: every open session was ended."""


TOPICS: dict[str, type[AccountEvent]] = {
    "account.added": AccountAdded,
    "account.role-given": AccountRoleGiven,
    "account.renamed": AccountRenamed,
    "account.disabled": AccountDisabled,
    "account.enabled": AccountEnabled,
    "account.password-reset": AccountPasswordReset,
    "account.password-changed": AccountPasswordChanged,
    "account.totp-added": AccountTotpAdded,
    "account.totp-removed": AccountTotpRemoved,
    "account.sessions-ended": AccountSessionsEnded,
}
