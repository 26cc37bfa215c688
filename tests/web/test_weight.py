"""A page and all it loads is light enough for a bad line, pictures people took left out."""

import gzip
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from domain.case.words import Role
from tests.web.conftest import PEOPLE, Desk, Visitor
from web.policy import POLICY

LogIn = Callable[[str], Visitor]
MOST = 60 * 1024  # bytes, compressed
LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')
CASES = 60  # more than a page of a ledger


@pytest.mark.parametrize("username", list(PEOPLE))
def test_every_page_weighs_at_most_sixty_kilobytes(
    app: Flask, desk: Desk, logged_in: LogIn, username: str
) -> None:
    numbers = [desk.receive(f"第{n}处井盖破损，影响通行") for n in range(CASES)]
    for number in numbers[: CASES // 2]:
        desk.dispatch(number)
    person = logged_in(username)
    weights = {path: weight(person, path) for path in paths(app, PEOPLE[username].role, numbers[0])}
    assert len(weights) > 2
    assert {path: size for path, size in weights.items() if size > MOST} == {}


def paths(app: Flask, role: str, number: str) -> list[str]:
    """Every page this role may open; those about one case, about that one."""
    found = []
    for rule in app.url_map.iter_rules():
        stated = POLICY[rule.endpoint].roles
        if role not in stated or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments <= {"number"}:
            known = dict.fromkeys(rule.arguments, number)
            found.append(app.url_map.bind("localhost").build(rule.endpoint, known))
    books = [f"/ledgers/{name}" for name in ("cases", "dispatches", "obligations", "units")]
    return [*found, *(books if role != Role.ADMIN else books[-1:])]


def weight(person: Visitor, path: str) -> int:
    page = person.client.get(path, buffered=True, follow_redirects=True)
    if page.mimetype != "text/html":
        return 0
    loaded = {address for address in LOADED.findall(page.text) if _is_page_part(address)}
    return _size(page.data) + sum(_size(person.get(address).data) for address in loaded)


def _is_page_part(address: str) -> bool:
    return urlsplit(address).path.endswith((".css", ".js", ".svg"))


def _size(data: bytes) -> int:
    return len(gzip.compress(data, 6))
