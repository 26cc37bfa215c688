"""The words of response plans: posts, commanders, conditions, and why one was proposed."""

from typing import Final

from web.wording import LazyString, _l, _lp

Terms = dict[str, LazyString]

SORT: Final[Terms] = {
    "security": _lp("sort of plan", "Public security"),
    "rescue": _lp("sort of plan", "Rescue and relief"),
    "ordinary": _lp("sort of plan", "Ordinary incident"),
    "joint_visit": _lp("sort of plan", "Joint visit"),
}
PLAN_STATE: Final[Terms] = {
    "draft": _lp("state of plan", "Draft"),
    "active": _lp("state of plan", "In force"),
    "retired": _lp("state of plan", "Retired"),
}
COMMANDER: Final[Terms] = {
    "police_head": _lp("commander", "Head of police"),
    "county_deputy": _lp("commander", "County deputy in charge"),
    "team_head": _lp("commander", "Head of the professional team"),
    "reception_head": _lp("commander", "Head of the reception desk"),
    "leader_in_charge": _lp("commander", "Leader in charge"),
    "principal_leader": _lp("commander", "Principal leader"),
}
POSTS: Final[Terms] = {
    "police": _lp("post", "Police"),
    "fire": _lp("post", "Fire and rescue"),
    "medical": _lp("post", "Medical care"),
    "emergency": _lp("post", "Emergency management"),
    "justice": _lp("post", "Justice and mediation"),
    "reception": _lp("post", "Reception of visitors"),
    "enforcement": _lp("post", "Urban management"),
    "land": _lp("post", "Land and natural resources"),
    "market": _lp("post", "Market supervision"),
    "farming": _lp("post", "Farming and villages"),
    "labour": _lp("post", "Labour and insurance"),
    "civil_affairs": _lp("post", "Civil affairs"),
    "utilities": _lp("post", "Water, power and gas"),
    "transport": _lp("post", "Transport"),
    "environment": _lp("post", "Environment"),
    "school": _lp("post", "Schools"),
}
REPORT: Final[Terms] = {
    "first": _lp("report", "First report"),
    "further": _lp("report", "Further report"),
    "final": _lp("report", "Final report"),
    "concluding": _lp("report", "Concluding report"),
}
DAYS: Final[Terms] = {
    "working": _lp("days of plan", "Working days"),
    "rest": _lp("days of plan", "Rest days"),
}
# Why a plan fits: %(value)s is the matter's.
REASONS: Final[Terms] = {
    "track": _l("the matter is: %(value)s"),
    "category": _l("its category is %(value)s"),
    "group": _l("its category belongs to %(value)s"),
    "level": _l("its level is: %(value)s"),
    "channel": _l("it came by: %(value)s"),
    "people": _l("there are %(value)s people"),
    "place": _l("the place belongs to %(value)s"),
    "hours": _l("it came between %(value)s"),
    "days": _l("it came on: %(value)s"),
}
