"""Mistakes in scoring rules, and why something is no score, in the language of the page."""

import re
from typing import Final

from domain.assessment import checks, lawful
from domain.rules.model import RuleError
from web.desk.phrases import fill
from web.rulebook import mistakes
from web.wording import LazyString, _, _l

_UNLAWFUL: Final[dict[str, LazyString]] = {
    lawful.COUNT: _l(
        "“{word}” counts how many matters people bring. Volumes are workload, and whoever is "
        "scored by them turns people away. Measure what the office did about them in time."
    ),
    lawful.REPEAT: _l(
        "“{word}” counts how often people come, or how many come together. That is their right. "
        "Measure rework, or what they say at the return visit."
    ),
    lawful.WHERE: _l(
        "“{word}” counts where people take their matters. Going to a higher office is lawful; the "
        "national ranking by such counts ended in 2013, and the statute forbids retaliation. "
        "Take it out."
    ),
    lawful.QUIET: _l(
        "“{word}” counts that people stop asking. Nothing is solved by that. Measure what is "
        "solved, in the reporter's own word at the return visit."
    ),
    lawful.VOLUME: _l(
        "“{word}” weighs or ranks by volume, people or place. What something weighs is written in "
        "points, and units are compared only within their class, by what they kept of what was due."
    ),
    lawful.VETO: _l(
        "“{word}” is a veto. Nothing strikes out a whole quarter. Say how many points each proven "
        "failing costs."
    ),
}
_SAID: Final[tuple[tuple[str, LazyString], ...]] = (
    *((rf"'(?P<word>.*)' {re.escape(why)}", said) for why, said in _UNLAWFUL.items()),
    (
        rf"'(?P<value>.*)' is no measure: {re.escape(checks.NO_MEASURE)} (?P<known>.*)",
        _l(
            "{value} is no measure. What a measure counts is an act of the centre or a unit, or "
            "the reporter's own answer at a return visit. Write one of: {known}."
        ),
    ),
    (
        r"'(?P<value>.*)' is not measured of units; write one of (?P<known>.*)",
        _l("{value} is not measured of units. Write one of: {known}."),
    ),
    (
        r"'(?P<value>.*)' is not measured of centre; write one of (?P<known>.*)",
        _l("{value} is not measured of the centre. Write one of: {known}."),
    ),
    (
        r"'(?P<value>.*)' is not known here; write one of (?P<known>.*)",
        _l("{value} is not known here. Write one of: {known}."),
    ),
    (
        r"Invalid enum value (?P<value>[^']*); write one of (?P<known>.*)",
        _l("{value} is not known here. Write one of: {known}."),
    ),
    (
        r"write a number over 0 and at most (?P<most>\d+)",
        _l("Write a number over 0, {most} at most."),
    ),
    (r"write a number from 0 and at most (?P<most>\d+)", _l("Write a number from 0 to {most}.")),
    (
        r"write at most (?P<most>\d+) digits after the point",
        _l("Write at most {most} digits after the point."),
    ),
    (r"write at most (?P<most>\d+) minutes", _l("Write at most {most} minutes.")),
    (r"Invalid decimal string", _l("Write a number, for example 0.9.")),
    (r"name at least one indicator", _l("Name at least one indicator.")),
    (
        r"name at least one indicator that measures something",
        _l("Name at least one indicator that measures something."),
    ),
    (r"name at least one band", _l("Name at least one band.")),
    (r"way = '(?P<way>\w+)' needs this field", _l("With way = {way} this is needed.")),
    (r"only way = '(?P<way>\w+)' has this field", _l("Only way = {way} has this. Leave it out.")),
    (
        r"way = 'duties' measures nothing but its deductions; leave it out",
        _l("With way = duties nothing is measured; only deductions count. Leave it out."),
    ),
    (
        r"way = 'percentile' and measure = 'duration' go together only",
        _l("way = percentile and measure = duration go together only."),
    ),
    (
        rf"'(?P<value>.*)' {re.escape(checks.NOT_REWARDED)}",
        _l(
            "{value} would give points for what should not have been. Write inverse = true, so "
            "that only the rest does."
        ),
    ),
    (
        rf"with '(?P<value>.*)' it {re.escape(checks.INVERTED)}",
        _l("With {value} this would give points for what was not kept. Leave it out."),
    ),
    (
        r"only measure = 'satisfied' has this field",
        _l("Only measure = satisfied has this. Leave it out."),
    ),
    (
        r"measure = 'on_time' needs this field, and no other has it",
        _l("measure = on_time says which time limits it counts, and no other measure does."),
    ),
    (
        rf"'(?P<value>.*)' {re.escape(checks.NO_DUTY)}",
        _l(
            "{value} is a period in which people may ask or agree to something. Nobody is scored "
            "by what they do."
        ),
    ),
    (r"write more than within_minutes", _l("Write more than within_minutes.")),
    (
        r"write the steps from the lowest up, each once",
        _l("Write the steps from the lowest up, each once."),
    ),
    (
        r"a higher step can't give less than the one before",
        _l("A higher step can't give less than the one before."),
    ),
    (
        rf"'(?P<value>.*)' {re.escape(checks.NOT_OF_UNITS)}",
        _l("{value} is a failing of the centre, never a unit's. Take it out."),
    ),
    (
        r"can't be less than the points of one failing",
        _l("This can't be less than the points of one failing."),
    ),
    (
        r"all points together are (?P<sum>.*); write points that come to (?P<full>\d+)",
        _l("All points together are {sum}. Write points that come to {full}."),
    ),
    (r"two bands can't begin alike", _l("Two bands can't begin with the same score.")),
    (
        r"the lowest band begins at 0, so that every score has one",
        _l("The lowest band begins at 0, so that every score has one."),
    ),
)


def told(error: RuleError) -> str:
    """The place, and what is wrong there."""
    said = sentence(error.message)
    return _("%(place)s: %(said)s", place=error.path, said=said) if error.path else said


def sentence(message: str) -> str:
    """What is wrong; what scoring rules share with rule sets is said as there."""
    for pattern, text in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return fill(str(text), found.groupdict())
    return mistakes.sentence(message)
