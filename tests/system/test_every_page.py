"""Every page there is, in a real browser: both screens, both languages, by one who may open it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Page
from pyotp import TOTP
from werkzeug.routing import Rule as Address

from application import duty
from application.accounts import Account
from application.bulletins import issue_bulletin
from application.desk import Act
from application.files.taking import take
from application.numbers import new_case_id
from application.proofs.trust import name_signer
from application.querycode import PURPOSE, query_code, written
from application.rulebook import load_shipped
from application.sealing import build
from application.signing.state import folder_of
from domain.bulletins.issuing import Draft
from domain.bulletins.periods import Kind, containing
from domain.case.command import Command
from domain.case.dispatch import Dispatch
from domain.case.events import Actor, Attached, Fact, LinkIssued, ReplyServed
from domain.case.handling import Reply
from domain.case.intake import Receive
from domain.case.links import IssueLink
from domain.case.record import ExportPerson, ReadData
from domain.case.words import Role
from projections.queries.ledgers import LEDGERS
from tests.signed import begin, sign
from tests.system.conftest import DESKTOP, FAR_CORNERS, SCREENS, OpenContext
from tests.system.serving import NOW, Town
from tests.system.test_unit import photo
from web.app import create_app
from web.bulletins.draft import drafted
from web.help.shelf import PICTURES, TITLES
from web.policy import ANYBODY, POLICY
from web.unit import tokens
from web.unit.tokens import Link

pytestmark = pytest.mark.browser

# Who opens a page: the first of these whom the table lets in.
PEOPLE: Final[Mapping[str, str]] = {
    Role.OPERATOR: "zhoumin",
    Role.LEADER: "hejian",
    Role.SUPERVISOR: "qinfang",
    Role.RESPONDER: "panlei",
    Role.ADMIN: "luoping",
    Role.AUDITOR: "weining",
}
OTHERS: Final[Mapping[str, str]] = {  # whom the table does not tell
    "auth.code": "half-way in",
    "bulletins.draft": "hejian",  # who may issue it
    "public.matter_page": "reporter",
    "unit.dispatch": "panlei",  # it is a unit's own
    "unit.mine": "panlei",
    "rounds.report": "panlei",
}
NOBODY: Final = ""
DESK: Final = Actor("zhoumin", "centre", Role.OPERATOR)
AUDITOR: Final = Actor("weining", "centre", Role.AUDITOR)
WITH_CODES: Final = Account("duanyu", "段宇", Role.OPERATOR, "centre")
PHONE: Final = "13800138000"
READING: Final = ReadData(fields=("phone", "name"), purpose="handling", stays=True)
PLAN: Final = {"code": "flood", "version": 1}
PUBLISHED: Final = {"quarter": "2026Q1"}
RUNNING: Final = {"quarter": "2026Q2"}
RULES: Final = {"name": "national", "version": load_shipped()["national"].version}
SCORING: Final = {"ref": "unit-hotline@1"}
Values = Mapping[str, Any]


class Sample(NamedTuple):
    """The sample town with one matter that has a bit of everything."""

    town: Town
    app: Flask
    number: str
    code: str
    wall: str
    link: str

    def version(self, kind: type[Fact]) -> int:
        """Which of the matter's events is of that kind."""
        desk = self.town.service.desk
        history = desk.load(desk.find(self.number)).history
        return next(n for n, event in enumerate(history, 1) if isinstance(event, kind))

    @property
    def round(self) -> str:
        """The round the town holds for the season."""
        opened = self.town.service.desk.rounds.now().opened
        return next(code for code in sorted(opened) if code.startswith("season."))

    @property
    def bulletin(self) -> str:
        """The brief of today, issued when it is asked for first."""
        desk = self.town.service.desk
        issued = desk.bulletins.now().issued
        if issued:
            return issued[0].code
        today = containing(Kind.DAILY, NOW.astimezone(ZoneInfo(desk.settings.timezone)).date())
        with self.app.test_request_context():
            drawn = drafted(today)
        draft = Draft(today, drawn.figures, drawn.seq, drawn.as_of, "请各单位对照办理。")
        return issue_bulletin(desk, draft, Actor("hejian", "centre", Role.LEADER))

    @property
    def signed(self) -> int:
        """How many events a checkpoint covers, signed when it is asked for first."""
        desk = self.town.service.desk
        if not folder_of(desk.settings).exists():
            name_signer(desk, str(begin(desk.settings)), "root")
        return sign(desk.settings).size

    @property
    def sheet(self) -> str:
        """The audit of the town that is under way."""
        (running,) = self.town.service.desk.sheets.running()
        return running.known.code

    def examples(self, address: Address, language: str) -> Sequence[Values]:
        """What the parts of the address may be; one page each."""
        plain, desk = {"number": self.number}, self.town.service.desk
        known: Mapping[str, Sequence[Values]] = {
            "proofs.page": [{}] * bool(self.signed),
            "admin.category": [{"code": "A"}, {"code": "A01"}],
            "assessment.consequences": [PUBLISHED],
            "assessment.differences": [PUBLISHED],
            "assessment.exclude": [RUNNING],
            "assessment.exclusion": [{**PUBLISHED, "exclusion": 1}],
            "assessment.lodge": [RUNNING],
            "assessment.objection": [{**PUBLISHED, "objection": 1}],
            "assessment.quarter": [PUBLISHED, RUNNING],
            "assessment.result_file": [PUBLISHED],
            "assessment.rows": [{**PUBLISHED, "code": "xfz", "indicator": "on_time"}],
            "assessment.unit": [{**PUBLISHED, "code": one} for one in ("xfz", "centre")],
            "admin.unit": [{"code": "xfz"}],
            "admin.user": [{"username": "linhao"}],
            "audit.find": [plain, {"number": "东街"}],
            "board.wall_by_link": [{"secret": self.wall}],
            "board.wall_by_link_live": [{"secret": self.wall}],
            "bootstrap.static": [{"filename": "css/bootstrap.min.css"}],
            "bulletins.draft": [{"kind": kind.value} for kind in Kind],
            "bulletins.draft_file": [{"kind": Kind.MONTHLY.value, "ending": "docx"}],
            "bulletins.issued": [{"code": self.bulletin}],
            "bulletins.issued_file": [{"code": self.bulletin, "ending": "xlsx"}],
            "bundles.file": [{"number": self.number, "version": 1}],
            "bulletins.rows_page": [{"kind": Kind.DAILY.value}],
            "desk.limit": [{"number": self.number, "n": 1}],
            "desk.limit_data": [{"number": self.number, "n": 1}],
            "desk.paper_file": [{"number": self.number, "version": self.version(ReplyServed)}],
            "desk.paper": [{"number": self.number, "version": self.version(ReplyServed)}],
            "files.download": [{"number": self.number, "version": self.version(Attached)}],
            "files.preview": [{"number": self.number, "version": self.version(Attached)}],
            "help.page": [{"page": page} for page in TITLES],
            "help.picture": [{"name": next(PICTURES.glob("*.png")).name}],
            "i18n.switch": [{"chosen": language}],
            "ledgers.ledger": [{"name": name} for name in LEDGERS],
            "ledgers.sheet": [{"name": "cases"}],
            "proofs.earlier": [{"size": self.signed}],
            "proofs.tile": [{"level": 0, "place": "000"}],
            "rates.rate_page": [{"name": "handling", "by": "unit"}],
            "rates.clock_page": [{"kind": "handle"}],
            "rates.stretch_page": [{"kind": "respond"}],
            "rulebook.set_compare": [RULES],
            "rulebook.set_text": [RULES],
            "rulebook.set_version": [RULES],
            "rulebook.set_whatif": [RULES],
            "scoring.comparing": [SCORING],
            "scoring.draft": [SCORING, {"ref": "unit-petition@1"}],
            "scoring.text": [SCORING],
            "scoring.trying": [SCORING],
            "scoring.version": [SCORING, {"ref": "unit-petition@1"}],
            "rulebook.year": [{"year": 2026}],
            "rulebook.year_text_file": [{"year": 2026}],
            "readings.person_copy": [{"number": self.number, "person": "reporter"}],
            "rounds.plan": [{"plan": "village-weekly"}, {"plan": "season"}],
            "sheets.drawn": [{"code": self.sheet, "sample": 1}],
            "sheets.finding": [{"code": self.sheet, "finding": 1}],
            "sheets.note": [{"code": self.sheet}],
            "sheets.own_finding": [{"code": self.sheet, "finding": 1}],
            "sheets.sample": [{"code": self.sheet}],
            "sheets.sheet": [{"code": one} for one in desk.sheets.register().codes],
            "sheets.sheet_file": [{"code": self.sheet, "ending": "docx"}],
            "rounds.report": [{"code": self.round}],
            "rounds.round_page": [{"code": self.round}],
            "plans.plan": [PLAN, {"code": "visit-50", "version": 1}],
            "plans.text": [PLAN],
            "plans.draft": [PLAN],
            "plans.compare": [{"code": "flood"}],
            "static": [{"filename": "app.css"}],
            "messaging.holder": [{"sort": "unit", "name": "xfz"}],
            "messaging.wording": [{"kind": "dispatched"}],
            "unit.dispatch": [{"number": self.number, "n": 1}],
            "unit.link": [{"number": self.number, "version": self.version(LinkIssued)}],
            "unit.linked": [{"token": self.link}],
        }
        found = known.get(address.endpoint, [plain if "number" in address.arguments else {}])
        if any(address.arguments - one.keys() for one in found):
            pytest.fail(
                f"{address.endpoint} ({address.rule}): say in Sample.examples of {__name__} "
                f"what {', '.join(sorted(address.arguments))} may be"
            )
        return found


@pytest.fixture(scope="module")
def sample(town: Town) -> Sample:
    """The sample town, a matter in it, a screen on a wall, and somebody who logs in with codes."""
    number, code = _matter(town)
    wall = duty.open_wall(town.service.desk, "值班室", DESK).secret
    accounts = town.service.accounts
    accounts.add(WITH_CODES, town.password)
    secret = accounts.codes.offer(WITH_CODES.username)
    accounts.codes.take_up(WITH_CODES.username, TOTP(secret).at(NOW))
    app = create_app(town.service.desk.settings, town.service)
    return Sample(town, app, number, code, wall, _token(town, app, number))


def _matter(town: Town) -> tuple[str, str]:
    """Number and query code of a street lamp a unit works on, with a photo and a reply."""
    desk, case_id = town.service.desk, new_case_id()
    told = {
        "number": "",
        "track": "hotline",
        "channel": "phone",
        "title": "东街路灯不亮",
        "phone": PHONE,
        "name": "陈小明",
    }
    command = build(desk.keys, Receive, case_id, told)
    assert isinstance(command, Receive)
    number = desk.receive(command, Act(by=DESK), case_id).number
    reply = build(desk.keys, Reply, case_id, {"how": "电话", "document": "已更换灯泡。"})
    link = IssueLink(dispatch=1, ends=NOW + timedelta(days=2))
    own = ExportPerson(person="reporter", identity="当面核对身份证件")
    steps: tuple[Command, ...] = (Dispatch(unit="xfz"), link, reply, READING, own)
    for step in steps:
        desk.execute(case_id, step, Act(by=DESK))
    picture = photo()
    file = take(BytesIO(picture["buffer"]), picture["name"], desk.settings.file_most)
    desk.batch([], Act(by=Actor("panlei", "xfz", Role.RESPONDER)), case_id, [file])
    return number, written(query_code(desk.keys.secret(PURPOSE), case_id))


def _token(town: Town, app: Flask, number: str) -> str:
    """As the link to the unit's dispatch has it."""
    case = town.service.desk.load(town.service.desk.find(number)).case
    with app.test_request_context():
        return tokens.write(Link(case.id, 1, 1, case.links[1].until))


class Crowd:
    """The people who open the pages, each in a browser of their own."""

    def __init__(self, sample: Sample, open_one: Callable[[], Page], language: str) -> None:
        self._sample, self._open, self._language = sample, open_one, language
        self._pages: dict[str, Page] = {}

    def who(self, endpoint: str) -> Page:
        """The browser of somebody who may open that."""
        roles = POLICY[endpoint].roles
        fitting = [name for role, name in PEOPLE.items() if role in roles]
        anybody = NOBODY if ANYBODY in roles else fitting[0]
        name = OTHERS.get(endpoint, anybody)
        if name not in self._pages:
            self._pages[name] = self._come(name)
        return self._pages[name]

    def _come(self, name: str) -> Page:
        page, town = self._open(), self._sample.town
        town.speak(page, self._language)
        if name == "reporter":
            self._enter(page)
        elif name == "half-way in":
            town_password(page, town, WITH_CODES.username)
        elif name:
            town.log_in(page, name)
        return page

    def _enter(self, page: Page) -> None:
        page.goto(f"{self._sample.town.address}/query?number={self._sample.number}")
        page.locator("#door-code").fill(self._sample.code)
        page.locator("#door-factor").fill(PHONE[-4:])
        page.locator("button.main").click()
        page.wait_for_url("**/query/matter")


def town_password(page: Page, town: Town, username: str) -> None:
    """The first of two steps of logging in."""
    page.goto(f"{town.address}/login")
    page.fill("#username", username)
    page.fill("#password", town.password)
    page.press("#password", "Enter")
    page.wait_for_url("**/login/code*")


def _show(page: Page, answer: APIResponse) -> None:
    """Show what was answered without asking again; it comes unpacked."""
    packed = {"content-encoding", "content-length", "transfer-encoding"}
    headers = {name: told for name, told in answer.headers.items() if name not in packed}
    page.route(
        lambda url: url == answer.url,
        lambda route: route.fulfill(response=answer, headers=headers),
        times=1,
    )
    page.goto(answer.url)


@FAR_CORNERS
def test_every_page_of_the_table_opens_fits_and_is_accessible(
    sample: Sample,
    open_context: OpenContext,
    screen: str,
    language: str,
    assert_accessible: Callable[[Page], None],
    save_screenshot: Callable[[Page, str], None],
) -> None:
    crowd = Crowd(sample, lambda: open_context(screen).new_page(), language)
    sizes = sorted(SCREENS.values(), key=lambda one: one != SCREENS[screen])
    wrong: list[str] = []
    for name, endpoint, path in _addresses(sample, language):
        page = crowd.who(endpoint)
        url = sample.town.address + path
        answer = page.request.get(url)
        if not answer.ok:
            wrong.append(f"{endpoint}: {path} answers {answer.status}")
        elif _is_page(answer) and answer.url == url:  # else it leads to one that is looked at
            _show(page, answer)
            wrong += _inaccessible(page, assert_accessible)
            for size in sizes:
                page.set_viewport_size(size)
                save_screenshot(page, f"every-{name}-{language}")
                wrong += _owed(page)
            page.set_viewport_size(sizes[0])
    assert not wrong, "\n".join(wrong)


def _is_page(answer: APIResponse) -> bool:
    """Neither a file nor a piece of a page."""
    html = answer.headers.get("content-type", "").startswith("text/html")
    return html and answer.text().lstrip().lower().startswith("<!doctype html")


def _addresses(sample: Sample, language: str) -> Iterator[tuple[str, str, str]]:
    """The name for the picture, the endpoint and the address of everything that is got."""
    urls = sample.app.url_map.bind("localhost")
    for address in sorted(sample.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if "GET" not in (address.methods or ()):
            continue
        for values in sample.examples(address, language):
            told = [str(value) for key, value in values.items() if key in ("page", "name", "code")]
            name = "-".join([address.endpoint, *told])
            yield name, address.endpoint, urls.build(address.endpoint, dict(values))


CUT_OFF: Final = """
[...document.querySelectorAll(".lc-paper .lc-scroll")].some(
    one => one.scrollWidth > one.clientWidth + 1)
"""


def _owed(page: Page) -> list[str]:
    """What a page owes and does not give."""
    wrong = []
    # A phone widens its window to what is in it, so the screen is what counts.
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > (page.viewport_size or DESKTOP)["width"]:
        wrong.append(f"{page.url} scrolls sideways")
    if (page.viewport_size or DESKTOP) == DESKTOP and page.evaluate(CUT_OFF):
        wrong.append(f"{page.url} has a table on paper that is cut off when it is printed")
    if not page.locator("h1").first.inner_text().strip():
        wrong.append(f"{page.url} has no heading")
    return wrong


def _inaccessible(page: Page, assert_accessible: Callable[[Page], None]) -> list[str]:
    try:
        assert_accessible(page)
    except AssertionError as found:
        return [str(found)]
    return []
