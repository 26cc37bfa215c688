"""Takes the pictures that help and README show: `make pictures` puts them into the documents."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

from application.desk import Act
from application.numbers import new_case_id
from application.querycode import PURPOSE, query_code, written
from application.sealing import build
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.dispatch import Dispatch, GiveFeedback
from domain.case.events import Actor
from domain.case.handling import Reply
from domain.case.intake import Receive, Screen
from domain.case.words import Outcome
from tests.system.conftest import OpenContext
from tests.system.serving import Town, sample_town
from tests.web.awaited import Awaited

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
HELP = ROOT / "docs" / "help"
SHOWN = re.compile(r"!\[[^\]]+\]\((?:\.\.|docs)/pictures/([^)]+)\)")
LANGUAGES: Final = ("zh", "en")
LARGEST = 150_000  # bytes of one picture
COLOURS = 64
EDGE = 2  # pixels beside and below what is shown
DESK, UNIT = Actor("zhoumin", "centre", "operator"), "xfz"
LAMP = {"track": "hotline", "category": "G01", "title": "东街路灯不亮", "place": "东街社区"}
FIRE = {"track": "emergency", "category": "A03", "title": "老街电动车起火", "place": "老街"}
WORDS = {
    "东街路灯不亮": "东街口往南三盏路灯从昨晚起不亮，老人出门不方便。",
    "老街电动车起火": "楼下电动车烧起来了，旁边停着四五辆车。",
}
LETTER = "您反映的东街路灯已于6月23日更换灯泡和电缆，现已恢复照明。\n\n如再次熄灭，请随时联系我们。"


class Sight(NamedTuple):
    """What somebody looks at; `show` opens it and says which part matters, or none for a screen."""

    name: str
    show: Callable[[Town, Page], Locator | None]
    height: int = 900  # pixels of it at most


class Person(NamedTuple):
    """Whose help shows the sights; without a user name it is who brought a matter."""

    username: str
    screen: str
    sights: tuple[Sight, ...]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town, where something of each kind waits for the heads."""
    with sample_town(tmp_path_factory.mktemp("town") / "data") as town:
        Awaited(town.service.desk, "pcs", "sfs").all()
        yield town


def receive(town: Town, given: Mapping[str, str]) -> str:
    """The desk registers a matter; its number."""
    desk, case_id = town.service.desk, new_case_id()
    told = {"number": "", "channel": "phone", "phone": "13800138000", "name": "陈小明", **given}
    command = build(desk.keys, Receive, case_id, {**told, "narrative": WORDS[given["title"]]})
    assert isinstance(command, Receive)
    return desk.receive(command, Act(by=DESK), case_id).number


def do(town: Town, number: str, kind: type[Command], **values: object) -> None:
    desk = town.service.desk
    case_id = desk.find(number)
    desk.execute(case_id, build(desk.keys, kind, case_id, values), Act(by=DESK))


def board(town: Town, page: Page) -> None:
    page.goto(f"{town.address}/board/shift")
    if not page.locator("#note").count():
        page.select_option("#leader", "hejian")
        page.check("#officer-zhoumin")
        page.check("#officer-linhao")
        page.fill("#until", "2026-06-24 20:00")
        page.locator("#take-over button").click()
    page.goto(f"{town.address}/board")


def registration(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/register")
    page.get_by_role("radio").nth(1).check()
    page.fill("[name=title]", LAMP["title"])
    page.fill("[name=place]", LAMP["place"])
    page.fill("[name=narrative]", WORDS[LAMP["title"]])
    page.fill("[name=phone]", "13800138000")
    expect(page.locator("#alike li").first).to_be_visible()
    return page.locator("main")


def case(town: Town, page: Page) -> None:
    number = receive(town, LAMP)
    do(town, number, Screen)
    page.goto(f"{town.address}/cases/{number}")


def change_of_shift(town: Town, page: Page) -> Locator:
    board(town, page)
    page.goto(f"{town.address}/board/shift")
    page.fill("#note", "东街路灯已派供水供电服务站，下午回访。水库值守到 18 时。")
    return page.locator("main")


def dispatches(town: Town, page: Page) -> None:
    send(town)
    page.goto(f"{town.address}/unit")


def send(town: Town) -> str:
    number = receive(town, FIRE)
    do(town, number, Dispatch, unit=UNIT, zone="seat")
    return number


def dispatch(town: Town, page: Page) -> None:
    page.goto(f"{town.address}/unit/dispatch/{send(town)}/1")


def without_line(town: Town, page: Page) -> None:
    dispatch(town, page)
    page.context.set_offline(True)
    page.locator(".un-bar .un-big").tap()
    expect(page.locator("#line li")).to_have_count(1)
    page.evaluate("window.scrollTo(0, 0)")


def heads(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/heads")
    return page.locator("main")


def step_from(kind: str) -> Callable[[Town, Page], Locator]:
    """The form of a step, opened from the list of the heads' page."""

    def open_it(town: Town, page: Page) -> Locator:
        page.goto(f"{town.address}/heads")
        page.locator(f"#{kind} .lc-heads-do > a").last.click()
        return page.locator(".lc-next")

    return open_it


def ruling(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/heads")
    page.locator("#return details summary").first.click()
    return page.locator("#return")


def overdue(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/ledgers/overdue?state=open")
    for box in page.locator('input[name="row"]').all()[:3]:
        box.check()
    page.locator("#action").select_option("Urge")
    return page.locator("main")


def as_of(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/ledgers/cases?track=petition&stage=closed")
    page.locator("td.c-number a").first.click()
    page.locator(".tl-who a[href*=at]").nth(3).click()
    expect(page.locator("main .alert-warning")).to_be_visible()
    return page.locator("main")


def ledger(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/ledgers/obligations")
    return page.locator("main")


def people(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/admin/users")
    return page.locator("main")


def account(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/admin/users/dengfei")
    return page.locator("main")


def category(town: Town, page: Page) -> Locator:
    page.goto(f"{town.address}/admin/categories/A03")
    return page.locator("main")


def closed(town: Town) -> str:
    """A matter that was replied to; its number."""
    number = receive(town, LAMP)
    do(town, number, Dispatch, unit=UNIT)
    do(town, number, GiveFeedback, dispatch=1, outcome=Outcome.SOLVED)
    do(town, number, Reply, how="电话", document=LETTER)
    do(town, number, Close, outcome=Outcome.SOLVED)
    return number


def door(town: Town, page: Page) -> None:
    number = closed(town)
    desk = town.service.desk
    page.goto(f"{town.address}/query?number={number}")
    page.fill("#door-code", written(query_code(desk.keys.secret(PURPOSE), desk.find(number))))
    page.fill("#door-factor", "8000")


def matter(town: Town, page: Page) -> None:
    door(town, page)
    page.locator("button.main").click()
    page.locator(".words").scroll_into_view_if_needed()
    page.evaluate(
        "document.querySelector('.words').closest('section, article, div').scrollIntoView()"
    )


PEOPLE: Final[Mapping[str, Person]] = {
    "operator": Person(
        "zhoumin",
        "desktop",
        (
            Sight("board", board, 640),
            Sight("register", registration),
            Sight("case", case, 760),
            Sight("shift", change_of_shift, 620),
        ),
    ),
    "responder": Person(
        "panlei",
        "phone",
        (
            Sight("mine", dispatches),
            Sight("dispatch", dispatch),
            Sight("waiting", without_line),
        ),
    ),
    "leader": Person(
        "hejian",
        "desktop",
        (Sight("lists", heads, 720), Sight("extension", step_from("extension"))),
    ),
    "supervisor": Person(
        "qinfang",
        "desktop",
        (
            Sight("ruling", ruling),
            Sight("overdue", overdue, 560),
            Sight("complaint", step_from("complaint")),
        ),
    ),
    "auditor": Person(
        "weining", "desktop", (Sight("as-of", as_of, 760), Sight("ledger", ledger, 560))
    ),
    "admin": Person(
        "luoping",
        "desktop",
        (
            Sight("people", people, 560),
            Sight("account", account, 760),
            Sight("category", category, 620),
        ),
    ),
    "reporter": Person("", "phone", (Sight("door", door), Sight("matter", matter))),
}


def taken() -> set[str]:
    return {
        f"{who}-{sight.name}-{language}.png"
        for who, person in PEOPLE.items()
        for sight in person.sights
        for language in LANGUAGES
    }


def folder() -> Path:
    """Where pictures go: the documents' own folder only when somebody asks for new ones."""
    path = ROOT / os.environ.get("PICTURES", "build/pictures")
    path.mkdir(parents=True, exist_ok=True)
    return path


def clip(part: Locator, height: int) -> FloatRect:
    """The part of the page with some edge, from its top, in places of the whole page."""
    box = part.bounding_box()
    assert box is not None
    left = max(box["x"] - EDGE, 0)
    return FloatRect(
        x=left,
        y=box["y"] + part.page.evaluate("window.scrollY"),
        width=box["x"] + box["width"] + EDGE - left,
        height=min(box["height"] + EDGE, height),
    )


def small(png: bytes) -> Image.Image:
    """With few colours, as pages have them."""
    return Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def take(page: Page, part: Locator | None, height: int) -> Image.Image:
    if part is not None:
        return small(page.screenshot(full_page=True, clip=clip(part, height)))
    screen = page.viewport_size
    assert screen is not None
    size = FloatRect(x=0, y=0, width=screen["width"], height=min(screen["height"], height))
    return small(page.screenshot(clip=size))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", list(PEOPLE))
def test_the_pictures_of_help_are_taken_from_the_pages_as_they_are(
    town: Town, open_context: OpenContext, who: str, language: str
) -> None:
    person = PEOPLE[who]
    page = open_context(person.screen).new_page()
    town.speak(page, language)
    if person.username:
        town.log_in(page, person.username)
    for sight in person.sights:
        picture = take(page, sight.show(town, page), sight.height)
        path = folder() / f"{who}-{sight.name}-{language}.png"
        picture.save(path, optimize=True)
        assert path.stat().st_size < LARGEST, path.name


def test_help_and_readme_show_only_pictures_that_are_taken_anew() -> None:
    pages = [*HELP.glob("*.md"), ROOT / "README.md"]
    shown = {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}

    assert shown == taken()
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} == taken()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_help_shows_the_pictures_of_its_own_role_and_language(language: str) -> None:
    for page in HELP.glob(f"*.{language}.md"):
        who = page.name.split(".")[0]
        names = {f"{who}-{sight.name}-{language}.png" for sight in PEOPLE[who].sights}
        assert set(SHOWN.findall(page.read_text(encoding="utf-8"))) == names
