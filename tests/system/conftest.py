"""Opens pages in a real browser as a person does, and holds each page to what every page owes."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.system.serving import Town, sample_town

DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
SCREENS = {"desktop": DESKTOP, "phone": PHONE}
# What is walked through on one screen in each language: `test_every_page` has all four.
FAR_CORNERS = pytest.mark.parametrize(("screen", "language"), [("desktop", "zh"), ("phone", "en")])
# Longer walks of those who sit at a desk.
AT_A_DESK = pytest.mark.parametrize(("screen", "language"), [("desktop", "zh")])
QUALITY = 75  # of pictures for people to look at
LONGEST = 15_000  # milliseconds until a page shows what it should, on a busy machine
# Rows of long tables are alike, and axe looks at each word's colours: from the seventh on every
# tenth stands for its neighbours.
ROWS_LEFT_OUT = ["tbody tr:nth-child(n+7):not(:nth-child(10n+1))"]

# The browser asks nobody for updates, reaches this machine only, and needs no graphics card.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
OWN_HOSTS = {"127.0.0.1", "localhost"}


class OpenContext(Protocol):
    """Opens a further browser, as of another person: own cookies, screen and language."""

    def __call__(
        self, screen: str, locale: str = ..., *, java_script_enabled: bool = ...
    ) -> BrowserContext: ...


class Complaints:
    """What pages complained of: script errors, broken policy, resources from elsewhere."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("weberror", lambda error: self.heard.append(f"script error: {error.error}"))
        context.on("console", self._hear)
        context.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which the browser logs too; that is no defect.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.heard.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in OWN_HOSTS:
            self.heard.append(f"asked another host: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, started once in each worker of a test run; best the one with no window."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    expect.set_options(timeout=LONGEST)
    if chromium is None:
        pytest.fail("chromium is needed for tests in the browser: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[OpenContext]:
    """A function that opens one more person's browser; a page's complaint fails the test."""
    complaints, contexts = Complaints(), list[BrowserContext]()

    def open_one(
        screen: str, locale: str = "zh-CN", *, java_script_enabled: bool = True
    ) -> BrowserContext:
        context = browser.new_context(
            viewport=SCREENS[screen],
            has_touch=screen == "phone",
            is_mobile=screen == "phone",
            locale=locale,
            timezone_id="Asia/Shanghai",
            java_script_enabled=java_script_enabled,
        )
        complaints.listen(context)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints.heard, "\n".join(complaints.heard)


@pytest.fixture
def locale() -> str:
    """The browser's language; parametrise a test with "locale" to have another, or both."""
    return "zh-CN"


@pytest.fixture
def screen() -> str:
    """The page's screen; parametrise a test with "screen" to have "phone", or both."""
    return "desktop"


@pytest.fixture
def page(open_context: OpenContext, screen: str, locale: str) -> Page:
    """One page, on this test's screen and in its language."""
    return open_context(screen, locale).new_page()


@pytest.fixture
def desktop(open_context: OpenContext, locale: str) -> BrowserContext:
    """The browser of somebody at a desk, 1440x900."""
    return open_context("desktop", locale)


@pytest.fixture
def phone(open_context: OpenContext, locale: str) -> BrowserContext:
    """The browser of somebody out with a phone, 390x844."""
    return open_context("phone", locale)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """A function that runs axe-core on a page and says which elements break which rule."""

    def check(page: Page) -> None:
        found = Axe().run(page, context={"exclude": [ROWS_LEFT_OUT]})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture
def save_screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """A function that saves the whole page as a picture, for people to look at."""
    folder = Path(os.environ.get("SCREENSHOTS", request.config.rootpath / "build" / "screenshots"))

    def save(page: Page, name: str) -> None:
        width = (page.viewport_size or DESKTOP)["width"]
        file = folder / f"{name}-{width}.jpg"
        page.screenshot(path=file, full_page=True, type="jpeg", quality=QUALITY)

    return save


class Look(Protocol):
    """Holds a page to what every page owes; SCREENSHOTS set, its picture is kept too."""

    def __call__(self, page: Page, name: str) -> None: ...


@pytest.fixture
def look(
    assert_accessible: Callable[[Page], None], save_screenshot: Callable[[Page, str], None]
) -> Look:
    """A function that holds a page to what every page owes.

    `test_every_page` keeps a picture of each page there is; of each state of a page there is one
    where SCREENSHOTS names a folder.
    """

    def check(page: Page, name: str) -> None:
        page.wait_for_load_state()
        # A phone widens its window to what is in it, so the screen is what counts.
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= (page.viewport_size or DESKTOP)["width"], f"{page.url} scrolls sideways"
        assert_accessible(page)
        if "SCREENSHOTS" in os.environ:
            save_screenshot(page, name)

    return check


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town, of this module's own."""
    with sample_town(tmp_path_factory.mktemp("town") / "data") as town:
        yield town
