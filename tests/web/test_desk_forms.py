"""The description of forms: nothing a command asks for is missing, and everything has its words."""

import re
from collections.abc import Iterator, Mapping

import msgspec
import pytest

from domain.case.decide import COMMANDS
from tests.web.talking import InLanguage, talking
from web.desk import choices, values
from web.desk.forms import FILLED_IN, NOT_ON_THE_CASE_PAGE, Kind, forms
from web.desk.steps import GROUPS
from web.desk.texts.fields import HINTS, LABELS
from web.desk.texts.steps import STEPS
from web.receipt.form import FORM
from web.receipt.texts import OWN_LABELS

CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def in_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InLanguage]:
    """A function that gives the context of a request in a language."""
    yield from talking(tmp_path_factory.mktemp("data"))


def test_every_command_has_a_form_or_a_place_of_its_own() -> None:
    assert set(forms()) | NOT_ON_THE_CASE_PAGE == set(COMMANDS)
    assert set(forms()) == set(STEPS)


# Their forms are not the image of their command: a correction's own, and one of files alone.
OF_THEIR_OWN = {"Correct", "Attach"}


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NOT_ON_THE_CASE_PAGE - OF_THEIR_OWN))
def test_a_form_asks_for_everything_its_command_needs(name: str) -> None:
    asked = {field.part or field.name for field in forms()[name].fields}
    if "clock" in asked:
        asked |= {"kind", "ref"}
    if "failing" in asked:  # chosen as one, with the limit it is about and what proves it
        asked |= {"about", "proof"}
    if "supports" in asked:
        asked.add("role")
    known = {field.name for field in msgspec.structs.fields(COMMANDS[name])}
    assert known - asked <= FILLED_IN
    assert asked - known <= {"clock", "supports"}


@pytest.mark.parametrize("name", [*sorted(set(COMMANDS) - NOT_ON_THE_CASE_PAGE), "Receive"])
def test_every_field_has_its_name_in_both_languages(name: str, in_language: InLanguage) -> None:
    fields = FORM.fields if name == "Receive" else forms()[name].fields
    own = OWN_LABELS if name == "Receive" else {}
    for field in fields:
        known = f"{name}.{field.name}" in LABELS or field.name in LABELS or field.name in own
        assert known, field.name
        with in_language("zh"):
            assert CHINESE.search(_label(own, field.name, name)), field.name
        with in_language("en"):
            assert not CHINESE.search(_label(own, field.name, name)), field.name


def _label(own: Mapping[str, object], field: str, form: str) -> str:
    return str(own[field]) if field in own else values.label(field, form)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NOT_ON_THE_CASE_PAGE))
def test_a_form_is_a_heading_away(name: str, in_language: InLanguage) -> None:
    module = COMMANDS[name].__module__.rpartition(".")[2]
    with in_language("zh"):
        assert CHINESE.search(str(GROUPS[module]))
        assert all(CHINESE.search(str(text)) for text in STEPS[name])
    with in_language("en"):
        assert not any(CHINESE.search(str(text)) for text in STEPS[name])


def test_no_two_steps_bear_the_same_name(in_language: InLanguage) -> None:
    for language in ("zh", "en"):
        with in_language(language):
            titles = [str(title) for title, _ in STEPS.values()]
        assert len(titles) == len(set(titles))


def test_every_choice_is_among_something(in_language: InLanguage) -> None:
    sources = {
        field.source
        for form in forms().values()
        for field in form.fields
        if field.kind in (Kind.CHOICE, Kind.SEVERAL)
    }
    with in_language("zh"):
        for source in sources - set(choices._SOURCES):
            assert choices.vocabulary(source), source


def test_texts_have_their_limits() -> None:
    for form in (*forms().values(), FORM):
        for field in form.fields:
            if field.kind in (Kind.LINE, Kind.TEXT, Kind.LINES):
                assert field.most > 0, (form.name, field.name)


def test_hints_belong_to_fields_there_are() -> None:
    known = {field.name for form in (*forms().values(), FORM) for field in form.fields}
    assert {name.rpartition(".")[2] for name in HINTS} <= {
        part for name in known for part in (name, name.rpartition(".")[2])
    } | {"at", "late"}
