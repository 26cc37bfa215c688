"""Every refusal says in both languages what is the matter and what to do about it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from application.accounts import AccountError
from domain import errors
from domain.case.words import Track
from domain.errors import DomainError
from domain.rules.calendar import MissingYear
from tests.domain.scenario import Story
from tests.domain.test_every_refusal import REFUSALS, Refusal, all_refusals
from tests.web.talking import InLanguage, talking
from web import messages
from web.desk.phrases import NOTHING, fill, names
from web.desk.texts import refusals as texts

CHINESE = re.compile(r"[一-鿿]")
ACCOUNT: dict[str, dict[str, object]] = {
    "exists": {"username": "zhang"},
    "unknown": {"username": "zhang"},
    "wrong": {},
    "locked": {"minutes": 10},
    "password-short": {"least": 10},
    "password-long": {"most": 200},
    "password-own": {},
    "password-guessable": {},
    "password-same": {},
    "wrong-old": {},
    "code-wrong": {},
    "code-late": {},
    "yourself": {},
    "last-admin": {"username": "root"},
    "username-wrong": {},
    "name-wrong": {"most": 80},
    "role-unknown": {"role": "king", "roles": "operator, leader"},
    "unit-missing": {"username": "zhang"},
    "username-missing": {},
}
OF_UNITS_AND_RULES: list[DomainError] = [
    errors.UnitExists(unit="pcs"),
    errors.UnitInCircle(unit="pcs"),
    errors.CentreStays(),
    errors.CategoryExists(category="A01"),
    errors.KeyUsedBefore(name="qs/log"),
    errors.WitnessKnown(name="audit"),
    errors.WitnessUnknown(name="audit"),
    errors.CategoryUnknown(category="A99"),
    errors.WrongCategoryCode(),
    errors.RulesExist(rules="national@1"),
    errors.RulesUnknown(rules="national@9"),
    MissingYear(2040),
]
FORMS_SAY: dict[str, dict[str, object]] = {
    "field:required": {},
    "field:too-long": {"most": 200},
    "field:too-many": {"most": 50},
    "field:not-a-number": {},
    "field:not-numbers": {},
    "field:out-of-range": {"least": 0, "most": 9},
    "field:not-a-time": {},
    "field:not-a-choice": {},
    "field:not-known": {"known": "是、否"},
    "field:of-another-track": {},
    "form:token-missing": {},
    "form:device-time": {},
    "form:does-not-fit": {},
}


@pytest.fixture(scope="module")
def in_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InLanguage]:
    """A function that gives the context of a request in a language."""
    yield from talking(tmp_path_factory.mktemp("data"))


def test_every_refusal_of_the_domain_has_its_own_sentence() -> None:
    assert {kind.code for kind in all_refusals()} <= set(texts.REFUSALS)


def test_every_sentence_belongs_to_something_that_is_refused() -> None:
    said = {code for code in texts.REFUSALS if ":" not in code}
    assert said == {kind.code for kind in all_refusals()} | {messages.UNKNOWN}
    about_accounts = {code for code in texts.REFUSALS if code.startswith("account:")}
    assert about_accounts == {f"account:{code}" for code in ACCOUNT}
    of_forms = {code for code in texts.REFUSALS if code.startswith(("field:", "form:"))}
    assert of_forms == set(FORMS_SAY)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.fact.__name__)
def test_a_refused_command_is_explained_with_all_its_data(
    refusal: Refusal, language: str, in_language: InLanguage
) -> None:
    story = refusal.given()
    error = _raised(story, refusal)
    with in_language(language):
        message = messages.explain(error, type(refusal.command).__name__, story.rules)
    _check(message.text, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("error", OF_UNITS_AND_RULES, ids=lambda one: one.code)
def test_refusals_about_units_and_rules_are_explained_too(
    error: DomainError, language: str, in_language: InLanguage
) -> None:
    with in_language(language):
        _check(messages.explain(error).text, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ACCOUNT)
def test_refusals_about_accounts_are_explained(
    code: str, language: str, in_language: InLanguage
) -> None:
    with in_language(language):
        message = messages.explain_account(AccountError(code, **ACCOUNT[code]))
    _check(message.text, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", FORMS_SAY)
def test_what_a_form_does_not_take_is_explained(
    code: str, language: str, in_language: InLanguage
) -> None:
    with in_language(language):
        _check(messages.explain_field(code, "标题", FORMS_SAY[code]), language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_value_that_fits_the_form_and_not_the_command_is_explained(
    language: str, in_language: InLanguage
) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert({"track": "x"}, dict[str, Track])
    with in_language(language):
        _check(messages.explain_shape(caught.value).text, language)


def test_a_refusal_that_is_not_known_yet_still_gets_a_sentence(in_language: InLanguage) -> None:
    class NewRule(DomainError):
        """A rule of tomorrow."""

    with in_language("zh"):
        assert "先看清当前情况" in messages.explain(NewRule()).text


@pytest.mark.parametrize("code", texts.REFUSALS)
def test_both_languages_speak_of_the_same_things(code: str, in_language: InLanguage) -> None:
    with in_language("en"):
        english = str(texts.REFUSALS[code])
    with in_language("zh"):
        chinese = str(texts.REFUSALS[code])
    assert CHINESE.search(chinese), "not translated"
    assert not CHINESE.search(english)
    assert names(chinese) == names(english)


def test_the_field_to_look_at_is_named_where_there_is_one() -> None:
    assert set(texts.FIELD) <= set(texts.REFUSALS)


def test_a_value_with_braces_and_brackets_is_shown_as_it_is() -> None:
    assert fill("a {x}[ b {y}]", {"x": "{y}[z]", "y": "{x}"}) == "a {y}[z] b {x}"


def test_a_part_without_its_value_is_left_out_and_a_missing_one_is_marked() -> None:
    assert fill("a {x}[ b {y}]", {}) == f"a {NOTHING}"


def _raised(story: Story, refusal: Refusal) -> DomainError:
    at = story.now - timedelta(minutes=refusal.minutes_ago)
    answer = story.when(refusal.command, by=refusal.by, at=at, late=refusal.late)
    assert answer._refusal is not None
    return answer._refusal


def _check(text: str, language: str) -> None:
    assert NOTHING not in text, text
    assert not set(text) & set("{}[]"), text
    assert len(text) > 5
    assert bool(CHINESE.search(text)) or language == "en", text
