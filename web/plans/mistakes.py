"""Mistakes in a plan, in the language of the page; the place stays as the file has it."""

import re
from typing import Final

from domain.plans import checks
from domain.rules.model import RuleError
from web.desk.phrases import fill
from web.rulebook import mistakes
from web.wording import LazyString, _, _l

_SAID: Final[tuple[tuple[str, LazyString], ...]] = (
    (
        rf"'(?P<word>.*)' {re.escape(checks.NO_TASK)}",
        _l(
            "“{word}” is no task of a linkage centre: nobody who comes here is followed, held back "
            "or sent back. Write what is done about the matter."
        ),
    ),
    (
        r"say at least one condition, else it would be proposed for every matter",
        _l("Say at least one condition, else it would be proposed for every matter."),
    ),
    (r"can't be less than people_from", _l("This can't be less than people_from.")),
    (
        r"must not begin and end at the same time; leave it out for any hour",
        _l("It must not begin and end at the same time. Leave it out for any hour."),
    ),
    (
        rf"there is no category '(?P<code>.*)'; {re.escape(checks.A_CATEGORY)}",
        _l("There is no category {code}. Write the code of a group or a category."),
    ),
    (
        r'name exactly one team with role = "lead"',
        _l("Name exactly one team as lead (role lead)."),
    ),
    (
        r"'(?P<who>.*)' stands (?P<times>\d+) times; a team is named once",
        _l("{who} stands {times} times. Name a team once."),
    ),
    (r"'(?P<kind>.*)' stands (?P<times>\d+) times", _l("{kind} stands {times} times. Keep one.")),
    (
        re.escape(checks.ON_FACT),
        _l(
            "Police come to people who complain only on a recorded safety fact, never because "
            "people came. Write on_safety_fact = true, or leave the team out."
        ),
    ),
    (
        r"the lead comes in any case; name another lead",
        _l("The lead comes in any case. Name another lead."),
    ),
    (
        r"there is no post '(?P<post>.*)'; write one of (?P<known>.*)",
        _l("There is no post {post}. Write one of: {known}."),
    ),
    (
        r'write "local", "post:police" or "unit:" and the code of a unit',
        _l("Write local, post:police, or unit: and the code of a unit."),
    ),
    (r"write span and unit both, or neither", _l("Write span and unit both, or neither.")),
    (
        re.escape(checks.NOT_TIMED),
        _l("Nobody is timed on reaching people who complain. Name tracks without petition."),
    ),
    (
        r'only plans of sort = "joint_visit" ask for representatives',
        _l("Only plans for joint visits (sort joint_visit) ask for representatives."),
    ),
    (
        r"write at least one plan, beginning with \[\[plans\]\]",
        _l("Write at least one plan: it begins with a line of plans in double brackets."),
    ),
    (
        r"one plan at a time; load a file of several by `linkage plan load`",
        _l("Write one plan at a time. A file of several is loaded on the command line."),
    ),
)


def told(error: RuleError) -> str:
    """The place, and what is wrong there."""
    said = sentence(error.message)
    return _("%(place)s: %(said)s", place=error.path, said=said) if error.path else said


def sentence(message: str) -> str:
    """What is wrong; what plans share with rule sets is said as there."""
    for pattern, text in _SAID:
        found = re.fullmatch(pattern, message)
        if found is not None:
            return fill(str(text), found.groupdict())
    return mistakes.sentence(message)
