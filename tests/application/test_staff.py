"""What is done to accounts is in the log before it holds, with who did it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from argon2 import PasswordHasher

from application.accounts import Account, AccountError, Accounts
from application.codec import topic_of
from application.desk import Desk
from application.settings import Settings
from application.staff import Staff, history

PASSWORD = "correct horse battery"
ROOT = Account("root", "管理员", "admin", "centre")
LI = Account("li", "李敏", "operator", "centre")


class Office:
    """An administrator, root, who acts."""

    def __init__(self, settings: Settings) -> None:
        self.desk = Desk(settings)
        self.accounts = Accounts(settings)
        self.accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self.accounts.add(ROOT, PASSWORD)
        self.root = Staff(self.desk, self.accounts, "root")

    def close(self) -> None:
        self.desk.close()
        self.accounts.close()

    def topics(self, username: str) -> list[str]:
        return [topic_of(one) for one in history(self.desk, username)]


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    """A centre with one administrator."""
    with closing(Office(settings)) as office:
        yield office


def test_each_act_is_recorded_once_with_its_author(office: Office) -> None:
    root = office.root
    root.add(LI, PASSWORD)
    root.rename("li", "李明")
    root.rename("li", "李明")
    root.give_role("li", "leader", "centre")
    root.give_role("li", "leader", "centre")
    root.disable("li")
    root.disable("li")
    root.enable("li")
    root.enable("li")
    root.remove_codes("li")
    assert office.topics("li") == [
        "account.added",
        "account.renamed",
        "account.role-given",
        "account.disabled",
        "account.enabled",
    ]
    assert {one.by for one in history(office.desk, "li")} == {"root"}
    changed = Account("li", "李明", "leader", "centre", must_change=True)
    assert office.accounts.get("li") == changed


@pytest.mark.parametrize("password", ["short", "password123456", "lililililili"])
def test_what_is_refused_is_not_recorded(office: Office, password: str) -> None:
    with pytest.raises(AccountError):
        office.root.add(LI, password)
    office.root.add(LI, PASSWORD)
    with pytest.raises(AccountError):
        office.root.reset("li", password)
    with pytest.raises(AccountError):
        office.root.give_role("li", "responder", "centre")
    with pytest.raises(AccountError):
        office.root.add(LI, PASSWORD)
    assert office.topics("li") == ["account.added"]


def test_an_account_made_before_acts_were_recorded_has_a_history_from_now_on(
    office: Office,
) -> None:
    office.accounts.add(LI, PASSWORD)
    office.root.disable("li")
    assert office.topics("li") == ["account.disabled"]


def test_nobody_takes_administration_from_themselves(office: Office) -> None:
    office.root.add(LI._replace(role="admin"), PASSWORD)
    for act in (
        lambda: office.root.disable("root"),
        lambda: office.root.give_role("root", "auditor", "centre"),
    ):
        with pytest.raises(AccountError, match="yourself"):
            act()


def test_the_last_administrator_stays(office: Office) -> None:
    cli = Staff(office.desk, office.accounts, "cli")
    for act in (
        lambda: cli.disable("root"),
        lambda: cli.give_role("root", "auditor", "centre"),
    ):
        with pytest.raises(AccountError, match="last-admin"):
            act()
    cli.add(LI._replace(role="admin"), PASSWORD)
    cli.disable("root")
    with pytest.raises(AccountError, match="last-admin"):
        cli.disable("li")


def test_two_who_act_at_once_are_both_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.root.add(LI, PASSWORD)
    real, others = office.desk.append, [Staff(office.desk, office.accounts, "wu")]

    def interrupted(stream: str, version: int, events: list[object]) -> int:
        if others:
            others.pop().end_sessions("li")
        return real(stream, version, events)

    monkeypatch.setattr(office.desk, "append", interrupted)
    office.root.disable("li")
    assert [one.by for one in history(office.desk, "li")] == ["root", "wu", "root"]
