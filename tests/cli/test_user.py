"""Accounts from the command line."""

import json
from contextlib import closing

import pytest
from pyotp import TOTP

from application.accounts import AccountError, Accounts
from application.codec import topic_of
from application.desk import Desk
from application.settings import Settings
from application.staff import history
from tests.cli.conftest import PASSWORD, Asked, Linkage
from tests.conftest import Place


@pytest.fixture
def accounts(place: Place) -> Accounts:
    return Accounts(Settings(data=place.data_dir, database_url=place.database_url))


def test_somebody_added_may_log_in_with_the_password_read_from_the_input(
    centre: None, accounts: Accounts
) -> None:
    account, _ = accounts.log_in("wang", PASSWORD)
    accounts.close()

    assert (account.role, account.unit) == ("responder", "pcs")


def test_a_generated_password_is_printed_once_and_works(
    centre: None, linkage: Linkage, accounts: Accounts
) -> None:
    options = ["--name", "何健", "--role", "leader", "--generate", "--json"]

    made = json.loads(linkage("user", "add", "he", *options).stdout)

    account, _ = accounts.log_in("he", made["password"])
    accounts.close()
    assert account.unit == "centre"
    assert "password" not in linkage("user", "list", "--json").stdout


def test_a_name_that_is_taken_is_refused(centre: None, linkage: Linkage) -> None:
    result = linkage("user", "add", "li", "--name", "x", "--role", "leader", "--generate")

    assert result.exit_code == 1
    assert "[exists]" in result.stderr


def test_a_short_password_is_refused(centre: None, linkage: Linkage) -> None:
    result = linkage("user", "reset", "li", "--password-stdin", input="short\n")

    assert result.exit_code == 1
    assert "10" in result.stderr


def test_where_nobody_can_type_a_password_the_ways_to_give_one_are_named(
    centre: None, linkage: Linkage
) -> None:
    result = linkage("user", "reset", "li")

    assert result.exit_code == 1
    assert "--password-stdin" in result.stderr


def test_a_unit_nobody_founded_is_refused(centre: None, linkage: Linkage) -> None:
    options = ["--name", "x", "--role", "responder", "--unit", "nowhere", "--generate"]

    result = linkage("user", "add", "x", *options)

    assert result.exit_code == 1
    assert "nowhere" in result.stderr


def test_a_role_nobody_knows_is_a_wrong_call(centre: None, linkage: Linkage) -> None:
    result = linkage("user", "role", "li", "king")

    assert result.exit_code == 2


def test_another_role_ends_open_sessions(centre: None, asked: Asked, accounts: Accounts) -> None:
    _, token = accounts.log_in("wang", PASSWORD)

    changed = asked("user", "role", "wang", "operator", "--unit", "centre")

    assert (changed["role"], changed["unit"]) == ("operator", "centre")
    assert accounts.session(token) is None
    accounts.close()


def test_a_disabled_account_can_neither_log_in_nor_act_until_that_is_undone(
    fire: str, asked: Asked, linkage: Linkage, accounts: Accounts
) -> None:
    asked("user", "disable", "wang")

    with pytest.raises(AccountError):
        accounts.log_in("wang", PASSWORD)
    refused = linkage("case", "do", fire, "SignFor", "--as", "wang", "dispatch=1")
    asked("user", "disable", "wang", "--undo")
    accounts.log_in("wang", PASSWORD)
    accounts.close()

    assert refused.exit_code == 1
    assert "disabled" in refused.stderr


def test_the_list_is_in_the_words_of_the_pages(centre: None, linkage: Linkage) -> None:
    shown = linkage("user", "list", "--lang", "zh").stdout

    assert "wang" in shown
    assert "派出所" in shown
    assert "单位经办人" in shown


def test_a_password_from_the_host_is_changed_at_the_first_log_in_unless_it_is_to_be_kept(
    centre: None, linkage: Linkage, accounts: Accounts
) -> None:
    linkage("user", "reset", "wang", "--generate")
    assert accounts.get("wang").must_change

    linkage("user", "reset", "wang", "--password-stdin", "--keep", input=f"{PASSWORD}\n")
    assert not accounts.get("wang").must_change
    accounts.close()


def test_a_password_anybody_would_try_is_refused(centre: None, linkage: Linkage) -> None:
    result = linkage("user", "reset", "li", "--password-stdin", input="password123456\n")

    assert result.exit_code == 1
    assert "[password-guessable]" in result.stderr


def test_what_is_done_from_the_command_line_is_in_the_log_too(
    centre: None, linkage: Linkage, place: Place
) -> None:
    for command in (
        ("add", "he", "--name", "何健", "--role", "leader", "--generate"),
        ("role", "he", "supervisor"),
        ("reset", "he", "--generate"),
        ("log-out", "he"),
        ("disable", "he"),
        ("disable", "he", "--undo"),
    ):
        assert linkage("user", *command).exit_code == 0

    with closing(Desk(Settings(data=place.data_dir, database_url=place.database_url))) as desk:
        done = history(desk, "he")
    assert [topic_of(one) for one in done] == [
        "account.added",
        "account.role-given",
        "account.password-reset",
        "account.sessions-ended",
        "account.disabled",
        "account.enabled",
    ]
    assert {one.by for one in done} == {"cli"}


def test_the_last_administrator_is_not_disabled(centre: None, linkage: Linkage) -> None:
    linkage("user", "add", "root", "--name", "管", "--role", "admin", "--generate")

    refused = linkage("user", "disable", "root")
    linkage("user", "add", "wu", "--name", "吴", "--role", "admin", "--generate")

    assert "[last-admin]" in refused.stderr
    assert linkage("user", "disable", "root").exit_code == 0


def test_codes_of_a_lost_phone_are_removed(
    centre: None, linkage: Linkage, accounts: Accounts
) -> None:
    code = TOTP(accounts.codes.offer("wang")).now()
    accounts.codes.take_up("wang", code)
    assert accounts.get("wang").totp

    assert linkage("user", "no-codes", "wang").exit_code == 0
    assert not accounts.get("wang").totp
    accounts.close()
