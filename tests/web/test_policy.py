"""The policy: what is not stated is refused, and what is stated is what each role gets, where."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from itertools import product
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from flask import Flask
from PIL import Image
from werkzeug.routing import Rule as Address

from application import assessment, audit
from application.accounts import Account
from application.bulletins import issue_bulletin
from application.desk import Act
from application.files.taking import take
from application.migrate import migrate
from application.numbers import new_case_id
from application.rounds import ByHand, open_by_hand
from application.rulebook import load_categories, load_shipped
from application.settings import Settings
from application.units import found_unit
from domain.assessment.course.objecting import Ground, Ruling
from domain.assessment.periods import Quarter
from domain.audit.finding import Noted
from domain.audit.keeping import Draw, Plan
from domain.audit.sampling import Frame, draw
from domain.audit.words import Grade, Method
from domain.bulletins.figures import Figures
from domain.bulletins.issuing import Draft
from domain.bulletins.periods import Kind, before, containing
from domain.case.command import Command
from domain.case.dispatch import Dispatch
from domain.case.events import Actor, Attached, Fact, LinkIssued, ReplyServed
from domain.case.handling import Reply
from domain.case.intake import Receive
from domain.case.links import IssueLink
from domain.case.rights import BEYOND_UNITS
from domain.case.words import Channel, PetitionKind, Role, Track
from domain.units.events import UnitFounded
from projections.bootstrap import Service, open_service
from projections.courses import as_it_ended
from projections.queries.ledgers import LEDGERS
from tests.web.conftest import MONDAY_TEN, PASSWORD, PEOPLE, MovableClock, Visitor
from web.app import create_app
from web.auth.gate import allowed
from web.ledgers.shelf import NOT_ABOUT_CASES
from web.policy import (
    A_BOOK,
    A_CASE,
    A_DISPATCH,
    A_FILE,
    A_FINDING,
    A_ROUND,
    A_SCORE,
    A_SLIP,
    A_WHOLE,
    ALL,
    ALL_UNITS,
    ANYBODY,
    OF_CENTRE,
    POLICY,
    Rule,
)

LogIn = Callable[[str], Visitor]
BY_ROLE = {account.role: name for name, account in PEOPLE.items()}
INSPECTOR = Actor("chen", "centre", "supervisor")

# Units by the one above them. A case is sent to one of them; the others stand around it.
ABOVE: Final = {"pcs": "centre", "post": "pcs", "sfs": "centre"}
PLACES: Final = ("centre", *ABOVE)
EVERYWHERE: Final = [
    (role, unit)
    for role, unit in product(Role, PLACES)
    if (role, unit) != (Role.RESPONDER, "centre")  # answers for a unit
]


QUARTER: Final = Quarter.parse("2026Q3")
SPARE: Final = Account("spare", "无事", Role.OPERATOR, "centre")  # for administrators to act on


class Matter(NamedTuple):
    """A case of the walk: whom it was sent to, whom it accuses."""

    sent_to: str
    accused: str = ""


MATTERS: Final[Mapping[str, Matter]] = {
    "plain": Matter("post"),
    "against a unit": Matter("sfs", accused="post"),
    "against the centre": Matter("sfs", accused="centre"),
}


class World:
    """One of each case, and people of every role in every unit, at their browsers."""

    def __init__(self, service: Service, app: Flask) -> None:
        self.desk = service.desk
        self.app = app
        self.numbers = {name: self._tell(matter) for name, matter in MATTERS.items()}
        service.accounts.add(SPARE, PASSWORD)
        self.round = self._open_round()
        self.bulletin = self._issue_bulletin()
        self.sheet = self._audit()
        self._review_a_quarter(service)
        self.people: dict[tuple[Role, str], tuple[Visitor, str]] = {}
        for role, unit in EVERYWHERE:
            account = Account(f"{role}-{unit}", f"{role} {unit}", role, unit)
            service.accounts.add(account, PASSWORD)
            visitor = Visitor(app)
            assert visitor.log_in(account.username).status_code == 303
            self.people[role, unit] = visitor, visitor.token()

    def _tell(self, matter: Matter) -> str:
        case_id = new_case_id()
        receipt = Receive(
            number="",
            track=Track.PETITION,
            kind=PetitionKind.ACCUSATION if matter.accused else PetitionKind.PROPOSAL,
            accused=(matter.accused,) if matter.accused else (),
            channel=Channel.VISIT,
            title=SECRET_TITLE,
        )
        number = self.desk.receive(receipt, Act(by=INSPECTOR), case_id).number
        steps: list[Command] = [
            Dispatch(unit=matter.sent_to),
            IssueLink(dispatch=1, ends=MONDAY_TEN.replace(year=2027)),
            Reply(how="当面"),
        ]
        for step in steps:
            self.desk.execute(case_id, step, Act(by=INSPECTOR))
        unit = Actor("inspector", matter.sent_to, Role.SUPERVISOR)
        self.desk.batch([], Act(by=unit), case_id, [take(_picture(), "现场.png", 1 << 20)])
        return number

    def _open_round(self) -> str:
        """One that asks the unit the plain case was sent to, and no other."""
        unit, day = MATTERS["plain"].sent_to, MONDAY_TEN.date()
        changes = {"levels": (), "units": (unit,)}
        asked = ByHand("season", day, day, changes, "token of a form")
        by = Actor("zhang", "centre", Role.OPERATOR)
        return open_by_hand(self.desk, asked, ABOVE, by)

    def _review_a_quarter(self, service: Service) -> None:
        """One with an objection of the unit the plain case was sent to, which was upheld."""
        assessment.compute(self.desk, as_it_ended(service, QUARTER, INSPECTOR), INSPECTOR)
        assessment.open_review(self.desk, QUARTER, INSPECTOR)
        unit = MATTERS["plain"].sent_to
        ground = Ground(unit, "case", number=self.numbers["plain"], reason="道路冲断")
        by = Actor("he", unit, Role.LEADER)
        assessment.lodge_objection(self.desk, QUARTER, ground, by)
        assessment.rule_objection(self.desk, QUARTER, 1, Ruling(True, "属实"), INSPECTOR)

    def _audit(self) -> str:
        """A sheet with a sample and a finding for the unit the plain case was sent to."""
        by, number = Actor("zhou", "centre", Role.AUDITOR), self.numbers["plain"]
        code = audit.open_sheet(self.desk, Plan("登记抽查", "是否及时登记"), by)
        drawn = draw({"": [number]}, 1, "seed")
        taken = Draw(Frame(method=Method.RANDOM, size=1), "seed", 1, drawn)
        audit.take_sample(self.desk, code, taken, by)
        due = MONDAY_TEN.replace(year=2027)
        noted = Noted(MATTERS["plain"].sent_to, Grade.DEFECT, "迟登", "说明", due)
        audit.note_finding(self.desk, code, noted, by)
        return code

    def _issue_bulletin(self) -> str:
        """One of the day before, in which nothing happened."""
        period = before(containing(Kind.DAILY, MONDAY_TEN.date()))
        zone = ZoneInfo(self.desk.settings.timezone)
        figures = Figures(since=period.since(zone), until=period.until(zone))
        draft = Draft(period, figures, 1, MONDAY_TEN)
        return issue_bulletin(self.desk, draft, Actor("li", "centre", Role.LEADER))

    def version(self, name: str, kind: type[Fact]) -> int:
        """Which of the case's events is the first of its kind."""
        history = self.desk.load(self.desk.find(self.numbers[name])).history
        return next(n for n, event in enumerate(history, 1) if isinstance(event, kind))

    def ask(self, address: Address, method: str, who: tuple[Role, str], values: Any) -> int:
        """The status somebody gets."""
        visitor, token = self.people[who]
        path = self.app.url_map.bind("localhost").build(address.endpoint, values, method=method)
        form = {**FORMS.get(address.endpoint, {}), "csrf_token": token}
        data = form if method == "POST" else None
        return visitor.client.open(path, method=method, data=data, buffered=True).status_code


def _picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "PNG")
    file.seek(0)
    return file


PLAN: Final[Mapping[str, str | int]] = {"code": "flood", "version": 1}
CATEGORY: Final = next(one.code for one in load_categories() if one.parent)
RULES: Final = load_shipped()["national"].version
SECRET_TITLE = "反映独一无二之事"

Value = str | int | Callable[[World, str], Any]
# What the parts of an address are in an example, the same for all endpoints …
ARGUMENTS: Final[Mapping[str, Value]] = {
    "number": lambda world, matter: world.numbers[matter],
    "n": 1,
    "chosen": "zh",
    "filename": "app.css",
    "secret": "nobody-knows-this-one",
    "token": "nobody-knows-this-one",
    "wall": 1,
    "shift": 1,
    "code": lambda world, _: world.round,
    "quarter": "2026Q3",
    "objection": 1,
    "exclusion": 1,
    "consequence": 1,
}
# … or of one endpoint.
ARGUMENTS_OF: Final[Mapping[str, Mapping[str, Value]]] = {
    "assessment.unit": {"code": "post"},
    "assessment.rows": {"code": "post", "indicator": "on_time"},
    "admin.category": {"code": CATEGORY},
    "admin.category_act": {"code": CATEGORY, "act": "restore"},
    "plans.plan": PLAN,
    "plans.text": PLAN,
    "plans.draft": PLAN,
    "plans.compare": {"code": "flood"},
    "plans.act": {**PLAN, "act": "issue"},
    "admin.unit": {"code": "post"},
    "admin.unit_act": {"code": "post", "act": "restore"},
    "admin.user": {"username": SPARE.username},
    "admin.user_act": {"username": SPARE.username, "act": "enable"},
    "bulletins.draft": {"kind": "daily"},
    "bundles.file": {"version": 1},
    "privacy.act": {"act": "ask"},
    "bulletins.draft_file": {"kind": "monthly", "ending": "docx"},
    "bulletins.issue": {"kind": "daily"},
    "bulletins.issued": {"code": lambda world, _: world.bulletin},
    "bulletins.issued_file": {"code": lambda world, _: world.bulletin, "ending": "xlsx"},
    "bulletins.rows_page": {"kind": "daily"},
    "bootstrap.static": {"filename": "css/bootstrap.min.css"},
    "desk.limit": {"n": "1"},
    "desk.limit_data": {"n": "1"},
    "desk.paper_file": {"version": lambda world, matter: world.version(matter, ReplyServed)},
    "desk.paper": {"version": lambda world, matter: world.version(matter, ReplyServed)},
    "desk.step": {"name": "Note"},
    "files.download": {"version": lambda world, matter: world.version(matter, Attached)},
    "files.preview": {"version": lambda world, matter: world.version(matter, Attached)},
    "heads.act": {"name": "SignOff"},
    "help.page": {"page": "operators"},
    "help.picture": {"name": "board"},
    "inbox.open_letter": {"letter": 0},
    "ledgers.ledger": {"name": "units"},
    "ledgers.sheet": {"name": "units"},
    **{
        f"sheets.{name}": {"code": lambda world, _: world.sheet, "finding": 1, "sample": 1}
        for name in (
            *("sheet", "sample", "drawn", "add", "examine", "note", "finding", "follow"),
            *("withdraw", "close", "own_finding", "answer"),
        )
    },
    "sheets.sheet_file": {"code": lambda world, _: world.sheet, "ending": "xlsx"},
    "readings.person_copy": {"person": "reporter"},
    "rounds.plan": {"plan": "season"},
    "rounds.plan_act": {"plan": "season", "act": "issue"},
    "messaging.channel_act": {"sort": "unit", "name": "post", "act": "remove"},
    "messaging.channel_language": {"sort": "unit", "name": "post"},
    "messaging.holder": {"sort": "unit", "name": "post"},
    "messaging.reset_wording": {"kind": "dispatched"},
    "messaging.wording": {"kind": "dispatched"},
    "rates.rate_page": {"name": "handling"},
    "rates.clock_page": {"kind": "handle"},
    "rates.stretch_page": {"kind": "respond"},
    "rulebook.set_activate": {"name": "national", "version": RULES},
    "rulebook.set_compare": {"name": "national", "version": RULES},
    "rulebook.set_text": {"name": "national", "version": RULES},
    "rulebook.set_version": {"name": "national", "version": RULES},
    "rulebook.set_whatif": {"name": "national", "version": RULES},
    **{
        f"scoring.{name}": {"ref": "unit-default@1"}
        for name in (
            "activate",
            "comparing",
            "draft",
            "issue",
            "retire",
            "text",
            "trying",
            "version",
        )
    },
    "rulebook.year": {"year": 2026},
    "rulebook.year_text_file": {"year": 2026},
    "proofs.earlier": {"size": 1},
    "proofs.tile": {"level": 0, "place": "000.p/1"},
    "unit.link": {"version": lambda world, matter: world.version(matter, LinkIssued)},
    "unit.linked_step": {"name": "SignFor"},
    "unit.step": {"name": "SignFor"},
}


# What a form has to say to be one at all.
FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "bulk.ask": {"ledger": "cases", "action": "Note"},
    "bulk.do": {"ledger": "cases", "action": "Note"},
    "messaging.channel_act": {"channel": "email"},
}


def example(world: World, address: Address, matter: str) -> dict[str, Any]:
    """An address that leads somewhere."""
    found = {**ARGUMENTS, **ARGUMENTS_OF.get(address.endpoint, {})}
    missing = address.arguments - found.keys()
    if missing:
        pytest.fail(
            f"{address.endpoint} ({address.rule}): say in ARGUMENTS_OF of tests/web/test_policy.py "
            f"what {', '.join(sorted(missing))} may be"
        )
    values = {name: found[name] for name in address.arguments}
    return {name: one(world, matter) if callable(one) else one for name, one in values.items()}


OF_A_CASE: Final = frozenset({A_CASE, A_DISPATCH, A_FILE, A_SLIP, A_WHOLE})
OF_SOMETHING: Final = OF_A_CASE | {A_FINDING, A_ROUND, A_SCORE}

# --- what the table says ---


def line(unit: str) -> set[str]:
    """The unit with those above and below it, the centre left out."""
    below = {code for code in ABOVE if unit in above(code)}
    return {unit, *below, *above(unit)} - {"centre"}


def above(unit: str) -> set[str]:
    """The units above it, the centre left out: everybody stands below the centre."""
    parent = ABOVE.get(unit, "centre")
    return set() if parent == "centre" else {parent, *above(parent)}


def exists(matter: Matter, role: Role, unit: str) -> bool:
    """Whether a case exists for somebody, as the table's scopes say in words."""
    beyond = role in (Role.SUPERVISOR, Role.AUDITOR)
    accused = line(matter.accused) if matter.accused else set()
    if unit in accused or (matter.accused == "centre" and not beyond):
        return False
    if beyond or unit == "centre":
        return True
    return unit == matter.sent_to or (role == Role.LEADER and unit in above(matter.sent_to))


def opens(matter: Matter, role: Role, unit: str) -> bool:
    """Whether somebody who finds the case is shown the paper the unit added to it."""
    return unit in ("centre", matter.sent_to) or role == Role.SUPERVISOR


def received(role: Role, unit: str) -> bool:
    """Whether somebody is of those who took the case in, or inspects: it came in at the centre."""
    return unit == "centre" or role == Role.SUPERVISOR


def expected(rule: Rule, matter: Matter, role: Role, unit: str) -> set[int]:
    """Which of 403, 404 and 500 an answer is; none of them means that the page is there."""
    if role not in rule.roles:
        return {403}
    if rule.scope == OF_CENTRE:
        return set() if unit == "centre" else {403}
    if rule.scope == ALL_UNITS:
        return set() if unit == "centre" or role in BEYOND_UNITS else {403}
    hidden = rule.scope in OF_SOMETHING and not exists(matter, role, unit)
    return {404} if hidden or not _reaches(rule.scope, matter, role, unit) else set()


def _reaches(scope: str, matter: Matter, role: Role, unit: str) -> bool:
    """Whether a case that exists for somebody shows them that part of it."""
    if scope == A_DISPATCH:
        return unit == matter.sent_to
    if scope == A_WHOLE:
        return unit == "centre" or role in BEYOND_UNITS
    if scope == A_FILE:
        return opens(matter, role, unit)
    return scope != A_SLIP or received(role, unit)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The service with a unit below another, cases, and everybody."""
    settings = Settings(data=tmp_path_factory.mktemp("policy"))
    migrate(settings)
    with closing(open_service(settings, MovableClock())) as service:
        service.accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64)
        for code, parent in ABOVE.items():
            founded = UnitFounded(
                at=MONDAY_TEN, by="root", code=code, name=code, level="town", parent=parent
            )
            found_unit(service.desk, founded)
        yield World(service, create_app(settings, service))


LEFT_OUT: Final = frozenset({"auth.log_out"})  # would end the walk; tried with the log-in


@pytest.mark.parametrize("endpoint", sorted(POLICY.keys() - LEFT_OUT))
def test_every_role_of_every_unit_gets_what_the_table_says_and_nothing_else(
    world: World, endpoint: str
) -> None:
    rule = POLICY[endpoint]
    if endpoint not in world.app.view_functions:
        pytest.skip("not among the pages yet")
    wrong = []
    for address in world.app.url_map.iter_rules(endpoint):
        for name, matter in MATTERS.items() if rule.scope in OF_A_CASE else ONE:
            values = example(world, address, name)
            for (role, unit), method in product(world.people, _methods(address)):
                status = world.ask(address, method, (role, unit), values)
                if not _fits(rule, status, expected(rule, matter, role, unit)):
                    wrong.append((method, name, str(role), unit, status))
    assert wrong == []


ONE = [("plain", MATTERS["plain"])]


def _methods(address: Address) -> list[str]:
    return sorted((address.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def _fits(rule: Rule, status: int, refused: set[int]) -> bool:
    """A public page may say that there is no such thing; whom it is, it doesn't ask."""
    if ANYBODY in rule.roles:
        return status not in (403, 500)
    return status in refused if refused else status not in (403, 404, 500)


def test_the_table_knows_these_scopes_only() -> None:
    assert {rule.scope for rule in POLICY.values()} <= {
        *(
            ALL,
            A_CASE,
            A_DISPATCH,
            A_FILE,
            A_FINDING,
            A_SLIP,
            A_WHOLE,
            A_ROUND,
            A_SCORE,
            A_BOOK,
            ALL_UNITS,
            OF_CENTRE,
        )
    }


def test_whatever_names_a_case_says_so_in_the_table(world: World) -> None:
    for address in world.app.url_map.iter_rules():
        rule = POLICY[address.endpoint]
        if "number" in address.arguments and ANYBODY not in rule.roles:
            assert rule.scope in OF_A_CASE, address.endpoint


# --- a role as a whole ---

# Who is logged in, and how: everybody's own; an auditor's own are the audit sheets, what was looked
# at with proofs, and what left as a bundle, which is on record.
OWN_OF_AUDITORS: Final = ("auth.", "sheets.", "verifying.", "bundles.export")


def test_an_auditor_changes_nothing(world: World) -> None:
    changing = [
        address
        for address in world.app.url_map.iter_rules()
        if "GET" not in (address.methods or ())
        if not address.endpoint.startswith(OWN_OF_AUDITORS)
        if ANYBODY not in POLICY[address.endpoint].roles
    ]
    assert changing
    for address, unit in product(changing, PLACES):
        values = example(world, address, "plain")
        assert world.ask(address, "POST", (Role.AUDITOR, unit), values) == 403, address.endpoint


def test_an_administrator_sees_nothing_of_any_case(world: World) -> None:
    visitor, _ = world.people[Role.ADMIN, "centre"]
    for address in world.app.url_map.iter_rules():
        if "GET" not in (address.methods or ()) or address.endpoint in LEFT_OUT:
            continue
        values = example(world, address, "plain")
        path = world.app.url_map.bind("localhost").build(address.endpoint, values)
        answer = visitor.client.get(path, buffered=True)
        assert SECRET_TITLE.encode() not in answer.data, address.endpoint


@pytest.mark.parametrize("ending", ["", ".xlsx"])
def test_an_administrator_opens_the_ledger_of_units_only(world: World, ending: str) -> None:
    visitor, _ = world.people[Role.ADMIN, "centre"]
    found = {name: visitor.get(f"/ledgers/{name}{ending}").status_code for name in LEDGERS}
    assert found == {name: 200 if name in NOT_ABOUT_CASES else 403 for name in LEDGERS}


# --- an endpoint without a policy ---


@pytest.fixture
def app(settings: Settings, service: Service) -> Flask:
    """One whose addresses a test may add to."""
    return create_app(settings, service)


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
def test_what_the_gate_lets_through_is_what_the_table_says(role: Role) -> None:
    account = PEOPLE[BY_ROLE[role]]
    for endpoint, rule in POLICY.items():
        assert allowed(endpoint, account) is bool(rule.roles & {role, ANYBODY}), endpoint
        elsewhere = account._replace(unit="sfs")
        leaves = rule.scope == OF_CENTRE or (rule.scope == ALL_UNITS and role not in BEYOND_UNITS)
        stays = not leaves and bool(rule.roles & {role, ANYBODY})
        assert allowed(endpoint, elsewhere) is stays, endpoint


def test_without_log_in_only_public_pages_answer(world: World) -> None:
    stranger = Visitor(world.app)
    for address in world.app.url_map.iter_rules():
        if ANYBODY in POLICY[address.endpoint].roles:
            continue
        values = example(world, address, "plain")
        path = world.app.url_map.bind("localhost").build(
            address.endpoint, values, method=_methods(address)[0]
        )
        answer = stranger.client.open(path, method=_methods(address)[0])
        found = (answer.status_code, str(answer.location)[:6])
        assert found in ((303, "/login"), (401, "None")), address.endpoint  # a script can't log in
        assert SECRET_TITLE.encode() not in answer.data
