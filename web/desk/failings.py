"""What the case's own events show to have been failed in, for whoever may see it."""

from collections.abc import Collection
from typing import Any, NamedTuple

from flask import url_for

from domain.case.contesting import ContestFailing, RuleFailing, may_contest
from domain.case.failings import OF_REPORTERS, Failing, Found, found
from domain.units import CENTRE
from web import names, times, words
from web.asking import viewer
from web.desk import contests
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.steps import anchor


class Shown(NamedTuple):
    """One failing; `proof` are the records that show it, as far as the viewer sees them.

    `state` is how it stands since somebody contested it, `said` the records of that; `url` leads
    to the form by which the viewer can contest it or rule on it.
    """

    what: str
    unit: str
    about: str
    at: str
    late: str
    proof: list[int]
    state: str
    struck: bool
    said: list[int]
    url: str
    rules: bool


def shown(standing: Standing, sight: Sight, offered: Collection[str] = ()) -> list[Shown]:
    """In the order of time; `offered` are the steps the viewer may take."""
    return [
        _shown(one, standing, sight)._replace(url=_url(one, standing, offered))
        for one in found(standing.case)
        if _may_see(one, sight)
    ]


def _url(one: Found, standing: Standing, offered: Collection[str]) -> str:
    """To the form that contests it, or rules on its contest."""
    step, ref = ContestFailing.__name__, 0
    if one.state == "contested":
        step, ref = RuleFailing.__name__, one.contest
    elif one.state or not may_contest(standing.case, one, standing.ctx):
        return ""
    if step not in offered:
        return ""
    query: dict[str, Any] = {"step": step, contests.ABOUT: contests.value(one)}
    return url_for("desk.case", number=standing.case.number, **query, _anchor=anchor(step, ref))


def _may_see(one: Found, sight: Sight) -> bool:
    """As the ledger has it: units see their own, and nothing that reporters told of them."""
    if sight.of_unit:
        return one.unit in viewer().part and one.kind not in OF_REPORTERS
    return sight.inspects or (one.kind, one.unit) != (Failing.PRESSURE_UPHELD, CENTRE)


def _shown(one: Found, standing: Standing, sight: Sight) -> Shown:
    history = standing.loaded.history
    return Shown(
        what=words.word(words.FAILING, one.kind),
        unit=names.unit(one.unit),
        about=words.word(words.CLOCK, one.about),
        at=times.stamp(one.at),
        late="" if one.late is None else times.span(one.late - one.at),
        proof=[version for version in one.proof if not sight.hides(history[version - 1])],
        state=words.word(words.FAILING_STATE, one.state),
        struck=one.state == "struck",
        said=_said(one, standing, sight),
        url="",
        rules=one.state == "contested",
    )


def _said(one: Found, standing: Standing, sight: Sight) -> list[int]:
    """The records of its contest and of the ruling."""
    if not one.contest:
        return []
    contest = standing.case.contests[one.contest]
    records = (version for version in (contest.version, contest.ended) if version)
    history = standing.loaded.history
    return [version for version in records if not sight.hides(history[version - 1])]
