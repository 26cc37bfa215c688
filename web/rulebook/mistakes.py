"""Mistakes in a file of rules, in the language of the page; the place stays as the file has it."""

import re
from typing import Final

from domain.rules.checks import NO_PETITION, UNLAWFUL_PAUSE
from domain.rules.model import RuleError
from web.desk.phrases import fill
from web.wording import LazyString, _, _l

_SAID: Final[tuple[tuple[str, LazyString], ...]] = (
    # the shape
    (
        r"this is no TOML: (?P<why>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)",
        _l("This can't be read as TOML from line {line}, column {column} on ({why})."),
    ),
    (r"this is no TOML: (?P<why>.*)", _l("This can't be read as TOML ({why}).")),
    (
        r"Object missing required field `(?P<field>.*)`",
        _l("The field {field} is missing. Write it."),
    ),
    (
        r"Object contains unknown field `(?P<field>.*)`",
        _l("There is no field {field} here. Mind the spelling, or take it out."),
    ),
    (
        r"Invalid enum value '(?P<value>.*)'; write one of (?P<known>.*)",
        _l("{value} is not known here. Write one of: {known}."),
    ),
    (r"Expected `(?P<a>.*)`, got `(?P<b>.*)`", _l("Write {a} here, not {b}.")),
    (r"Expected `int` >= (?P<least>\d+)", _l("Write a whole number from {least} on.")),
    (
        r"write lower-case letters, digits, dots and dashes only",
        _l("Write lower-case letters, digits, dots and dashes only."),
    ),
    (r"write something here, it can't be empty", _l("Write something here, it can't be empty.")),
    # rule sets
    (
        r"the day must begin before it ends \(day_to\)",
        _l("The day must begin before it ends (day_to)."),
    ),
    (
        r"can't be less than reason_after_minutes",
        _l("This can't be less than reason_after_minutes."),
    ),
    (
        r"there is no time zone '(?P<zone>.*)'; write e\.g\. Asia/Shanghai",
        _l("There is no time zone {zone}. Write for example Asia/Shanghai."),
    ),
    (
        r"it must begin \(opens\) before it ends \(closes\)",
        _l("It must begin (opens) before it ends (closes)."),
    ),
    (
        r"it begins before the one above has ended",
        _l("It begins before the span above has ended."),
    ),
    (
        r"say what the track '(?P<track>.*)' asks for",
        _l("Say what the track {track} asks for."),
    ),
    (r"name at least one level", _l("Name at least one level.")),
    (r"'(?P<value>.*)' stands twice", _l("{value} stands twice.")),
    (
        r"only a limit in minutes has another span by night",
        _l("Only a limit in minutes has another span at night."),
    ),
    (
        r"only a limit in days or months can end on a rest day",
        _l("Only a limit in days or months can end on a rest day."),
    ),
    (
        re.escape(NO_PETITION),
        _l("Name the tracks, petition not among them: nobody is timed on reaching people."),
    ),
    (
        r"'(?P<value>.*)' is not declared for these tracks \(declared: (?P<known>.*)\)",
        _l("{value} is not declared for these tracks (declared: {known})."),
    ),
    (
        r"'(?P<other>.*)' is for the same cases; make one of them more particular",
        _l("{other} is for the same cases. Make one of the two more particular."),
    ),
    (r"two rules extend '(?P<kind>.*)'", _l("Two rules extend {kind}. Keep one.")),
    (
        r"(?P<track>\w+) has no clock '(?P<kind>.*)' to extend",
        _l("The track {track} has no limit {kind} that could be extended."),
    ),
    (
        re.escape(UNLAWFUL_PAUSE),
        _l(
            "Petition limits stand still only for the hearing in a re-review (kinds rereview, "
            "reason hearing), hotline limits only while waiting_for_reporter, others never."
        ),
    ),
    (
        r"say how long after the first it is urged",
        _l("Say how long after the first it is urged again."),
    ),
    (
        r"'(?P<one>.*)' and '(?P<other>.*)' both go to (?P<above>\w+) for (?P<kind>\w+)",
        _l("{one} and {other} both go to {above} for {kind}. Keep one."),
    ),
    (
        r"(?P<above>\w+) can't be told before (?P<below>\w+) \('(?P<other>.*)'\) is",
        _l("{above} can't be told before {below} ({other}) is."),
    ),
    (
        r"'(?P<word>.*)' is no task of a linkage centre",
        _l("“{word}” is no task of a linkage centre. Take it out."),
    ),
    # years of the calendar
    (
        r"name at least one year: \[\[years\]\]",
        _l("Name at least one year: each begins with a line of years in double brackets."),
    ),
    (r"write the year in four digits, as 2027", _l("Write the year in four digits, as 2027.")),
    (r"this year stands twice", _l("This year stands twice. Write it once.")),
    (
        r"write the holidays under rest: every year has some",
        _l("Write the holidays under rest: every year has some."),
    ),
    (r"(?P<day>\S+) stands (?P<times>\d+) times", _l("{day} stands {times} times. Write it once.")),
    (
        r"(?P<day>\S+) is no weekend day; only those that are worked stand here",
        _l("{day} is no weekend day. Only weekend days that are worked stand under work."),
    ),
    (
        r"(?P<day>\S+) does not lie in (?P<year>\d+)",
        _l("{day} does not lie in {year}."),
    ),
    (
        r"(?P<day>\S+) can't be both a rest day and a working day",
        _l("{day} can't be both a rest day and a working day."),
    ),
)


def told(error: RuleError) -> str:
    """The place, and what is wrong there."""
    said = sentence(error.message)
    return _("%(place)s: %(said)s", place=error.path, said=said) if error.path else said


def sentence(message: str) -> str:
    """What is wrong; a message nobody translated stays as it is."""
    for pattern, text in _SAID:
        found = re.fullmatch(pattern, message)
        if found is not None:
            return fill(str(text), found.groupdict())
    return message
