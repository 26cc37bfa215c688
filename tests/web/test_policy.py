"""The policy: what is not stated is refused, and what is stated is what each role gets."""

from collections.abc import Callable

import pytest
from flask import Flask

from domain.case.words import Role
from tests.web.conftest import PEOPLE, Visitor
from web.auth.gate import allowed
from web.policy import ANYBODY, POLICY

LogIn = Callable[[str], Visitor]
BY_ROLE = {account.role: name for name, account in PEOPLE.items()}


def test_every_endpoint_has_a_stated_policy_and_every_policy_an_endpoint(app: Flask) -> None:
    assert set(app.view_functions) == set(POLICY)


def test_the_table_names_roles_that_exist() -> None:
    assert set().union(*(rule.roles for rule in POLICY.values())) <= {*Role, ANYBODY}


@pytest.mark.parametrize("role", list(Role))
def test_an_endpoint_without_a_policy_is_refused_to_every_role(
    app: Flask, logged_in: LogIn, role: Role
) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "inside")
    answer = logged_in(BY_ROLE[role]).get("/forgotten")
    assert answer.status_code == 403
    assert "inside" not in answer.text


def test_an_endpoint_without_a_policy_is_refused_without_log_in(
    app: Flask, visitor: Visitor
) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "inside")
    assert visitor.get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_the_endpoints_stated_for_it_and_no_others(
    app: Flask, logged_in: LogIn, role: Role
) -> None:
    person = logged_in(BY_ROLE[role])
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"auth.log_out", "static", "bootstrap.static"}:
            continue
        path = app.url_map.bind("localhost").build(
            rule.endpoint, {name: _example(name) for name in rule.arguments}
        )
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        data = {"csrf_token": person.token()} if method == "POST" else None
        answer = person.client.open(path, method=method, data=data)
        refused = answer.status_code == 403
        stated = allowed(rule.endpoint, PEOPLE[BY_ROLE[role]])
        assert refused is not stated, (rule.endpoint, answer.status_code)


def _example(argument: str) -> str:
    return {"chosen": "zh", "name": "units", "number": "QS2026-00001"}.get(argument, "1")


@pytest.mark.parametrize("endpoint", sorted(POLICY))
def test_without_log_in_only_public_pages_answer(
    app: Flask, visitor: Visitor, endpoint: str
) -> None:
    if ANYBODY in POLICY[endpoint].roles:
        return
    rule = next(app.url_map.iter_rules(endpoint))
    path = app.url_map.bind("localhost").build(
        endpoint, {name: _example(name) for name in rule.arguments}
    )
    answer = visitor.client.open(path, method="GET" if "GET" in (rule.methods or ()) else "POST")
    assert answer.status_code == 303
    assert answer.location.startswith("/login")
