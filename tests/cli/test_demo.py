"""`linkage demo`: a town to look around in, only where nothing is yet."""

import json

import pytest

from application.accounts import Accounts
from application.settings import Settings
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place


@pytest.mark.parametrize("database", ["sqlite"])
def test_the_town_is_there_to_log_in_to_and_look_around(
    linkage: Linkage, asked: Asked, place: Place
) -> None:
    told = asked("demo")

    accounts = Accounts(Settings(data=place.data_dir))
    account, _ = accounts.log_in("dengfei", told["password"])
    accounts.close()
    assert account.unit == "pcs"
    assert told["password"] in (place.data_dir / "demo-logins.txt").read_text(encoding="utf-8")
    assert len(asked("ledger", "cases")) == told["cases"] > 300
    assert asked("rebuild", "--compare")["different"] == 0
    assert linkage("doctor").exit_code == 0
    running, done = (asked("audit", "show", one["sheet"]) for one in asked("audit", "list"))
    assert (running["closed_at"] is None, done["closed_at"] is None) == (True, False)
    assert {one["state"] for one in done["findings"]} == {"settled"}
    assert {one["state"] for one in running["findings"]} == {"open", "answered"}
    assert linkage("audit", "again", done["sheet"]).exit_code == 0  # by the recorded seeds
    assert asked("demo", "--if-empty") == {"loaded": False, "seq": told["seq"]}


def test_where_something_is_already_it_refuses_and_says_what_to_do(
    centre: None, linkage: Linkage
) -> None:
    refused, skipped = linkage("demo"), linkage("demo", "--if-empty", "--json")

    assert refused.exit_code == 1
    assert "LINKAGE_DATA=demo-data linkage demo" in refused.stderr
    assert json.loads(skipped.stdout)["loaded"] is False
