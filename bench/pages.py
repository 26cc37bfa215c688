"""How long the server takes for each page with a hundred thousand cases in the store."""

import gc
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import quantiles
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from application.accounts import Account
from bench.lives import START, UNITS, fill
from bench.places import place, postgresql
from bench.report import Figure, Report
from domain.case.words import Role
from projections.bootstrap import Service, open_service
from projections.flow.following import Ways
from projections.tables import cases
from web.app import create_app
from web.cli.serve import settle
from web.policy import ANYBODY, POLICY

CASES: Final = int(os.environ.get("BENCH_CASES", "100000"))
OPEN_CASES: Final = 1_000
ONLY: Final = os.environ.get("BENCH_PAGES", "")  # addresses that begin so
TURNS: Final = 40
FEWER: Final = 10  # of pages that count a whole quarter
LIMIT: Final = 50.0  # ms
QUARTER: Final = 300.0  # ms: a page that counts everything that fell due in a quarter
COUNTING: Final = (
    "/rates",
    "/overview",
    "/assessment",
    "/bulletins",
    "/scoring",
    "/audit/flow",
    "/workload",
)
PASSWORD: Final = "measured by hand 7"  # noqa: S105 - of a store that is thrown away
NOW: Final = START + timedelta(minutes=100_200)  # every life has begun, the last are open

UNIT: Final = next(iter(UNITS))
PEOPLE: Final = (
    Account("desk", "值班员", Role.OPERATOR, "centre"),
    Account("head", "带班领导", Role.LEADER, "centre"),
    Account("inspector", "督查员", Role.SUPERVISOR, "centre"),
    Account("auditor", "审计员", Role.AUDITOR, "centre"),
    Account("unit", "民警", Role.RESPONDER, UNIT),
    Account("admin", "管理员", Role.ADMIN, "centre"),
)
LEDGERS: Final = (
    "cases",
    "dispatches",
    "obligations",
    "overdue",
    "returnvisits",
    "callbacks",
    "failings",
)
# Addresses beside those that need no example.
NAMED: Final = {
    "desk.case": ("/cases/{number}",),
    "audit.find": ("/audit/cases?number={number}",),
    "audit.case": ("/audit/cases/{number}",),
    "audit.compare": ("/audit/cases/{number}/compare",),
    "audit.both_times": ("/audit/cases/{number}/times",),
    "audit.seen_by": ("/audit/cases/{number}/seen",),
    "visits.visit": ("/visits/{number}",),
    "receipt.receipt": ("/cases/{number}/receipt",),
    "ledgers.ledger": tuple(f"/ledgers/{name}" for name in LEDGERS),
    "rates.rate_page": ("/rates/handling", "/rates/rework"),
    "rates.rates_page": ("/rates", "/rates?by=unit", "/rates?by=category", "/rates?by=place"),
    "search.search_page": ("/search?q=噪声", "/search?q={number}"),
    "board.board_page": ("/board", "/board?show=overdue", "/board?page=2"),
    "board.live": ("/board/live",),
    "desk.news": ("/cases/{number}/news?seen=1",),
    "unit.dispatch": ("/unit/dispatch/{number}/1",),
    "admin.unit": ("/admin/units/{unit}",),
    "admin.user": ("/admin/users/unit",),
    "admin.category": ("/admin/categories/A",),
}


def run(report: Report) -> None:
    """Every page each role may open, on both stores."""
    with _town() as app:
        _measure(report, "SQLite", app)
    with postgresql() as url, _town(url) as app:
        _measure(report, "PostgreSQL", app)


@contextmanager
def _town(database_url: str = "") -> Iterator[Flask]:
    with place(database_url) as settings:
        fill(settings, CASES, OPEN_CASES)
        service = open_service(settings, lambda: NOW)
        try:
            for person in PEOPLE:
                service.accounts.add(person, PASSWORD)
            app = create_app(settings, service)
            settle()
            # As on a service that has been running: whoever asks first would wait for it.
            Ways(settings, service.desk.log).level(lambda _done, _total: None)
            yield app
        finally:
            gc.unfreeze()
            service.close()


def _measure(report: Report, store: str, app: Flask) -> None:
    number = _number_at(app, UNIT)
    for person in PEOPLE:
        client = _logged_in(app, person)
        for address in sorted(set(_addresses(app, person.role, number))):
            if not address.startswith(ONLY):
                continue
            counting = address.startswith(COUNTING)
            spent = _p95(client, address, FEWER if counting else TURNS)
            what = f"p95 {person.role} {address}"[:42]
            report.add(Figure(store, what, spent, "ms", QUARTER if counting else LIMIT))


def _number_at(app: Flask, unit: str) -> str:
    """The number of the latest open case this unit is at work on."""
    service: Service = app.extensions["linkage"]
    mine = select(cases.c.number).where(cases.c.lead_unit == unit, cases.c.open)
    with service.read() as connection:
        return str(connection.execute(mine.order_by(cases.c.cid.desc())).scalars().first())


def _addresses(app: Flask, role: str, number: str) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        stated = POLICY[rule.endpoint].roles
        if "GET" not in (rule.methods or ()) or not (role in stated or ANYBODY in stated):
            continue
        if rule.endpoint in NAMED:
            yield from (one.format(number=number, unit=UNIT) for one in NAMED[rule.endpoint])
        elif not rule.arguments:
            yield str(rule)


def _p95(client: FlaskClient, address: str, turns: int) -> float:
    """Of so many requests, twice; the better one counts, since others use the machine as well."""
    client.get(address)
    return min(_turns(client, address, turns) for _ in range(2))


def _turns(client: FlaskClient, address: str, turns: int) -> float:
    return quantiles((_once(client, address) for _ in range(turns)), n=20, method="inclusive")[-1]


def _once(client: FlaskClient, address: str) -> float:
    begin = time.perf_counter()
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    spent = (time.perf_counter() - begin) * 1000
    assert answer.status_code < 500, (address, answer.status)
    return spent


def _logged_in(app: Flask, person: Account) -> FlaskClient:
    client = app.test_client()
    form = client.get("/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    said = {"username": person.username, "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/login", data=said).status_code == 303
    return client
