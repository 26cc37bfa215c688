"""The three forms of the reporter's page: what they bring, and what to say if it is wrong."""

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from domain.case.answer import is_unhappy
from domain.case.words import Satisfaction
from web.desk.schemas import Text, YesNo, new_token, problems
from web.wording import _

LINE_MOST: Final = 60
WORDS_MOST: Final = 2000
OWN_KEY: Final = r"\A[A-Za-z0-9_-]{16,64}\Z"


class Unfit(Exception):
    """The form can't be taken; `wrong` says of each field what to do."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        """Keep what to say."""
        super().__init__(sorted(wrong))
        self.wrong = wrong


class Shown(NamedTuple):
    """A form as it is shown again: what was typed, and what is wrong with it."""

    typed: Mapping[str, str] = {}
    wrong: Mapping[str, str] = {}

    @property
    def token(self) -> str:
        """The form's own key: the one it came with, so that mending it is no second form."""
        came = self.typed.get("token", "")
        return came if re.match(OWN_KEY, came) else new_token()


def _line(code: str) -> Text:
    too_long = validate.Length(max=LINE_MOST, error=code)
    return Text(required=True, validate=too_long, error_messages={"required": code})


def _words(**options: Any) -> Text:
    return Text(validate=validate.Length(max=WORDS_MOST, error="words-long"), **options)


class Door(Schema):
    """Number, code, second factor."""

    number = _line("number")
    code = _line("code")
    factor = _line("factor")


class Own(Schema):
    """What every form has that records something: its own key, so that it counts once."""

    token = fields.String(
        required=True,
        validate=validate.Regexp(OWN_KEY, error="token"),
        error_messages={"required": "token"},
    )


class AnswerForm(Own):
    """Solved, satisfied, in one's own words."""

    solved = YesNo(required=True, error_messages={"required": "solved"})
    satisfied = fields.Enum(
        Satisfaction,
        by_value=True,
        required=True,
        error_messages={"required": "satisfied", "unknown": "satisfied"},
    )
    contacted = YesNo(load_default=None)
    reopen = YesNo(load_default=False)
    words = _words()


class ComplaintForm(Own):
    """Of whom, and what happened; `choices` are those there are."""

    unit = fields.String(required=True, error_messages={"required": "unit"})
    words = _words(required=True, error_messages={"required": "words"})


def door(sent: MultiDict[str, str]) -> dict[str, str]:
    """Errors: `Unfit`."""
    return _load(Door(), sent)


def answer(sent: MultiDict[str, str]) -> dict[str, Any]:
    """Errors: `Unfit`."""
    given = _load(AnswerForm(), sent)
    if given["reopen"] and not is_unhappy(solved=given["solved"], satisfied=given["satisfied"]):
        raise Unfit({"reopen": _said("reopen")})
    return given


def complaint(sent: MultiDict[str, str], units: Mapping[str, str]) -> dict[str, Any]:
    """What it says, of the unit that the choice stands for. Errors: `Unfit`."""
    given = _load(ComplaintForm(), sent)
    if given["unit"] not in units:
        raise Unfit({"unit": _said("unit")})
    return {**given, "unit": units[given["unit"]]}


def typed(sent: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, to show it again."""
    return {name: value[: 2 * WORDS_MOST] for name, value in sent.items() if name != "csrf_token"}


def _load(schema: Schema, sent: MultiDict[str, str]) -> dict[str, Any]:
    brought = {name: value for name, value in sent.items() if value.strip()}
    try:
        given: dict[str, Any] = schema.load(brought, unknown=EXCLUDE)
    except ValidationError as error:
        wrong = problems(error)
        raise Unfit({name: _said(code, name) for name, code in wrong.items()}) from None
    return given


def _said(code: str, name: str = "") -> str:
    texts = {
        "number": _("Enter the number as it stands on the slip, such as QS2026-00001."),
        "code": _("Enter the query code: eight letters and digits, as on the slip."),
        "factor": _("Enter the last 4 digits of your telephone number, or what else is asked."),
        "solved": _("Choose whether the matter is solved."),
        "satisfied": _("Choose how satisfied you are."),
        "reopen": _(
            "Only what is unsolved, or what you are not satisfied with, is taken up again."
        ),
        "unit": _("Choose whom the complaint is about."),
        "words": _("Say in your own words what happened."),
        "words-long": _("That is too long: %(most)d characters at most.", most=WORDS_MOST),
        "token": _("The page was incomplete and nothing was recorded. Load it again."),
    }
    return texts.get(code) or texts.get(name) or texts["token"]
