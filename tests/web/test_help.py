"""Help: a page for each role, in both languages, one click from the foot of every page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.conftest import PEOPLE, Visitor
from web.help.shelf import HERE, REPORTER, TITLES, rendered

LogIn = Callable[[str], Visitor]
FOOT = re.compile(r'<footer class="lc-foot-bar.*?href="([^"]+)"', re.DOTALL)


@pytest.mark.parametrize("person", list(PEOPLE))
def test_the_foot_of_a_page_leads_to_the_help_for_the_role(logged_in: LogIn, person: str) -> None:
    someone = logged_in(person)
    found = FOOT.search(someone.get("/ledgers/").text)
    assert found is not None
    assert found[1] == f"/help/{PEOPLE[person].role}"
    assert someone.get(found[1]).status_code == 200


def test_who_is_not_logged_in_finds_the_page_for_reporters(visitor: Visitor) -> None:
    found = FOOT.search(visitor.get("/login").text)
    assert found is not None
    assert found[1] == f"/help/{REPORTER}"


def test_help_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/help/..%2Fsetup").status_code == 404
    assert visitor.get("/help/pictures/..%2F..%2Fsetup.cfg").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", list(TITLES))
def test_every_page_is_there_in_both_languages_with_its_pictures(page: str, language: str) -> None:
    html = rendered(page, language)
    assert "<h1>" in html
    for picture in re.findall(r'src="([^"]+)"', html):
        assert (HERE / picture).is_file(), picture


def test_what_help_says_stands_in_the_documents() -> None:
    docs = Path(__file__).parents[2] / "docs"
    assert (HERE / "pages").resolve() == docs / "help"
    assert (HERE / "pictures").resolve() == docs / "pictures"
