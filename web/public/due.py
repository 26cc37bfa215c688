"""Until when the reporter is owed what, and where that is written."""

from datetime import datetime
from typing import Final, NamedTuple

from domain.case.state import Obligation
from domain.rules.model import RuleSet
from web import times
from web.public.matter import Matter
from web.wording import LazyString, _, _l

# What somebody who brings a matter can hold the office to; the rest is between the offices.
OWED: Final[dict[str, LazyString]] = {
    "notice": _l("You are told whether it is accepted and what happens next"),
    "mediation": _l("The mediation comes to an end"),
    "opinion": _l("You get the written opinion"),
    "reply": _l("You get the reply"),
    "close": _l("Your matter is dealt with to the end"),
    "review": _l("You get the opinion of the review"),
    "rereview": _l("You get the opinion of the re-review"),
    "visit": _l("We ask you whether it is solved"),
}
UNSURE: Final = "~"  # ends the name of a rule that was counted by a calendar not yet known


class Due(NamedTuple):
    """One limit. `article`: where it is written, in the words of the rules, which are Chinese."""

    what: str
    at: datetime
    left: str
    is_late: bool
    article: str


def due(matter: Matter) -> list[Due]:
    """What is still owed, the first first."""
    running = [one for one in matter.case.obligations if one.running and one.kind in OWED]
    return [_due(one, matter.rules) for one in sorted(running, key=lambda one: one.due)]


def _due(one: Obligation, rules: RuleSet) -> Due:
    left = times.local(one.due) - times.now()
    is_late = left.total_seconds() < 0
    rule = rules.clock(one.rule.removesuffix(UNSURE))
    span = times.span(abs(left))
    return Due(
        what=str(OWED[one.kind]),
        at=one.due,
        left=_("%(span)s late", span=span) if is_late else _("%(span)s left", span=span),
        is_late=is_late,
        article=rule.article if rule is not None else "",
    )
