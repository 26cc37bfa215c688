"""Both languages whole: no Chinese is left on an English page, no English on a Chinese one."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.web.conftest import Desk, Visitor

LogIn = Callable[[str], Visitor]
LEDGERS = ("cases", "dispatches", "obligations", "overdue", "returnvisits", "callbacks", "units")
PAGES = (
    "/board",
    "/board?show=overdue",
    "/board/shift",
    "/board/shifts",
    "/board/walls",
    "/board/wall",
    "/ledgers/",
    *(f"/ledgers/{name}" for name in LEDGERS),
    "/ledgers/cases?since=x",
    "/ledgers/cases?page=9999999",
    "/ledgers/cases?track=x",
    "/search",
    "/search?q=1",
    "/no-such-page",
)
BOTH_NAMES = "/ledgers/units"  # shows what each unit is called in either language
# Names, the way to the other language, and what is English everywhere.
CHINESE_ON_ENGLISH = ("张敏", "李国强", "中文", "甲")
ENGLISH_ON_CHINESE = re.compile(
    r"English|Excel|centre|pcs|sfs|Police station|Justice office|Qingshi Town Linkage Center"
    r"|\d{4}-\d{2}-\d{2}|QS\d{4}-\d+|[a-z_]+(\.[a-z_]+)+"  # dates, numbers, names of rules
)


def shown(page: str) -> str:
    """What a person reads of a page, marks and hints for the blind included."""
    said = re.findall(r'(?:aria-label|title|placeholder|data-label)="([^"]*)"', page)
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", page))
    return unescape(" ".join([text, *said]))


@pytest.mark.parametrize("path", [path for path in PAGES if path != BOTH_NAMES])
def test_an_english_page_has_nothing_chinese_but_names(
    logged_in: LogIn, desk: Desk, path: str
) -> None:
    desk.dispatch(desk.receive("甲"))
    zhang = logged_in("zhang")
    zhang.get("/language/en")
    text = shown(zhang.get(path).text)
    for name in CHINESE_ON_ENGLISH:
        text = text.replace(name, "")
    assert re.findall(r"[\u3400-\u9fff]+", text) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_chinese_page_has_nothing_english_but_names(
    logged_in: LogIn, desk: Desk, path: str
) -> None:
    desk.dispatch(desk.receive("甲"))
    text = ENGLISH_ON_CHINESE.sub("", shown(logged_in("zhang").get(path).text))
    assert re.findall(r"[A-Za-z]{2,}", text) == []
