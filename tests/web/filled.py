"""Fills in forms as a browser does: with what the page holds, and what somebody types over it."""

import re
from html.parser import HTMLParser
from typing import Any, NamedTuple

from werkzeug.test import TestResponse

from tests.web.conftest import Visitor

Values = dict[str, Any]


class Found(NamedTuple):
    """One form of a page: where it goes, what its fields hold, what its choices are."""

    action: str
    values: Values
    choices: dict[str, list[str]]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Found] = []
        self._open: Found | None = None
        self._area = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Found(has.get("action", ""), {}, {})
            self.found.append(self._open)
        elif self._open is not None and tag in ("input", "select", "textarea", "option"):
            self._field(tag, has, self._open)

    def _field(self, tag: str, has: dict[str, str], form: Found) -> None:
        name, value = has.get("name", ""), has.get("value", "")
        if tag == "option":
            self._choose(has, form)
        elif tag == "select":
            self._select = name
            form.choices[name] = []
        elif tag == "textarea":
            self._area, form.values[name] = name, ""
        elif has.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
            if "checked" in has:
                form.values[name] = value
        elif name:
            form.values[name] = value

    def _choose(self, has: dict[str, str], form: Found) -> None:
        if not self._select:
            return
        form.choices[self._select].append(has.get("value", ""))
        if "selected" in has or self._select not in form.values:
            form.values[self._select] = has.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            text = self._open.values[self._area] + data
            self._open.values[self._area] = text.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


class Person:
    """Somebody logged in who works on cases through the pages."""

    def __init__(self, visitor: Visitor, number: str = "") -> None:
        self.visitor = visitor
        self.number = number

    def page(self, **query: object) -> str:
        """The page of the case, which is there."""
        return self.answer(**query).text

    def opened(self) -> str:
        """The same, with what is sealed read for the work at hand."""
        return self.visitor.opened(f"/cases/{self.number}").text

    def answer(self, **query: object) -> TestResponse:
        """The page of the case, or what comes instead."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.visitor.get(f"/cases/{self.number}?{asked}")

    def steps(self) -> set[str]:
        """The steps the page has forms for."""
        return set(re.findall(r'action="/cases/[^"]+/do/(\w+)"', self.page()))

    def form(self, step: str, **about: object) -> Found:
        """The form of a step; `about` tells several of a kind apart."""
        wanted = {name: str(value) for name, value in about.items()}
        forms = [form for form in Forms(self.page()).found if form.action.endswith(f"/do/{step}")]
        fitting = [form for form in forms if wanted.items() <= form.values.items()]
        assert fitting, f"no form for {step} {about} among {sorted(self.steps())}"
        return fitting[0]

    def send(self, step: str, **typed: object) -> TestResponse:
        """Fill in a step's form and send it; names with a dot are written with two underscores."""
        form = self.form(step)
        over = {name.replace("__", "."): value for name, value in typed.items()}
        assert over.keys() <= form.values.keys() | form.choices.keys() | {"csrf_token"}
        return self.visitor.client.post(form.action, data={**form.values, **over})

    def do(self, step: str, **typed: object) -> None:
        """Take a step that is taken."""
        answer = self.send(step, **typed)
        assert answer.status_code == 303, wrong(answer)

    def register(self, *, dispatch: bool = False, **typed: object) -> TestResponse:
        """Fill in the registration form and send it; the case is this person's from then on."""
        page = self.visitor.get("/register").text
        form = next(one for one in Forms(page).found if one.action == "/register")
        assert typed.keys() <= form.values.keys() | form.choices.keys()
        button = {"dispatch": "1"} if dispatch else {}
        answer = self.visitor.client.post("/register", data={**form.values, **typed, **button})
        found = re.search(r"/cases/([^/?#]+)", answer.headers.get("Location", ""))
        self.number = found[1] if found else self.number
        return answer


def wrong(answer: TestResponse) -> str:
    """What a page says has to be mended."""
    found = re.search(r'id="problems">(.*?)</div>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else f"{answer.status}"
