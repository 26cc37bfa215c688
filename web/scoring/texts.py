"""The words for what scoring rules say: whom they score, how points are given, their fields."""

from collections.abc import Mapping
from typing import Final

from web.wording import LazyString, _lp
from web.words import Words

SUBJECT: Final[Words] = {
    "units": _lp("scored", "Units"),
    "centre": _lp("scored", "The centre itself"),
}
STATE: Final[Words] = {
    "draft": _lp("scoring rules", "Draft"),
    "issued": _lp("scoring rules", "Issued"),
    "retired": _lp("scoring rules", "Retired"),
}
ACT: Final[Words] = {
    "unit": _lp("whose act", "an act of the unit"),
    "centre": _lp("whose act", "an act of the centre"),
    "reporter": _lp("whose act", "the reporter's own answer"),
}
WAY: Final[Words] = {
    "ratio": _lp("way to score", "in proportion"),
    "threshold": _lp("way to score", "from a threshold on"),
    "band": _lp("way to score", "by steps"),
    "percentile": _lp("way to score", "by a percentile"),
    "duties": _lp("way to score", "by deductions"),
}
# What a measure is called in a row; its definition stands in domain.assessment.measures.
MEASURE: Final[Words] = {
    "on_time": _lp("measure", "Time limits met"),
    "registration": _lp("measure", "Registration on time"),
    "closure": _lp("measure", "Closure"),
    "taken_up": _lp("measure", "Disputes taken up"),
    "mediation": _lp("measure", "Mediation success"),
    "contact": _lp("measure", "The unit got in touch"),
    "solved": _lp("measure", "Solved"),
    "satisfied": _lp("measure", "Satisfied"),
    "answering": _lp("measure", "Answering"),
    "coverage": _lp("measure", "Call-back coverage"),
    "rework": _lp("measure", "Rework"),
    "round_reports": _lp("measure", "Reports of rounds on time"),
    "duration": _lp("measure", "Response time"),
}
STRETCH: Final[Words] = {
    "register": _lp("stretch", "received → recorded"),
    "screen": _lp("stretch", "received → screened"),
    "dispatch": _lp("stretch", "received → dispatched"),
    "sign": _lp("stretch", "dispatched → signed for"),
    "arrive": _lp("stretch", "dispatched → arrived"),
    "respond": _lp("stretch", "received → arrived"),
    "handle": _lp("stretch", "dispatched → handling ended"),
    "feedback": _lp("stretch", "handling ended → feedback"),
    "reply": _lp("stretch", "received → replied"),
    "close": _lp("stretch", "received → closed"),
    "visit": _lp("stretch", "closed → return visit"),
}
SECTIONS: Final[Mapping[str, LazyString]] = {
    "head": _lp("scoring rules", "General"),
    "indicators": _lp("scoring rules", "Indicator"),
    "deductions": _lp("scoring rules", "Deduction"),
    "bands": _lp("scoring rules", "Band"),
    "targets": _lp("scoring rules", "Target"),
}
FIELDS: Final[Mapping[str, LazyString]] = {
    "title": _lp("scoring rules", "title in Chinese"),
    "title_en": _lp("scoring rules", "title in English"),
    "jurisdiction": _lp("scoring rules", "jurisdiction"),
    "subject": _lp("scoring rules", "who is scored"),
    "minimum": _lp("scoring rules", "minimum number"),
    "ranked_share": _lp("scoring rules", "share of points to be ranked"),
    "objection_days": _lp("scoring rules", "days for objections"),
    "id": _lp("scoring rules", "id"),
    "way": _lp("scoring rules", "how it gives points"),
    "measure": _lp("scoring rules", "what is counted"),
    "points": _lp("scoring rules", "points"),
    "clocks": _lp("scoring rules", "time limits"),
    "partly": _lp("scoring rules", "basically satisfied counts"),
    "inverse": _lp("scoring rules", "the rest gives points"),
    "target": _lp("scoring rules", "threshold"),
    "steps": _lp("scoring rules", "steps"),
    "stretch": _lp("scoring rules", "stretch of time"),
    "percentile": _lp("scoring rules", "percentile"),
    "within_minutes": _lp("scoring rules", "all points within (minutes)"),
    "none_at_minutes": _lp("scoring rules", "no points from (minutes)"),
    "deductions": _lp("scoring rules", "deductions"),
    "failing": _lp("scoring rules", "failing"),
    "most": _lp("scoring rules", "at most in a quarter"),
    "at_least": _lp("scoring rules", "from"),
    "gives": _lp("scoring rules", "share of points"),
    "rate": _lp("scoring rules", "rate"),
    "article": _lp("scoring rules", "where it is written"),
}
WHAT: Final[Mapping[str, LazyString]] = {
    "added": _lp("compared", "Added"),
    "removed": _lp("compared", "Removed"),
    "changed": _lp("compared", "Changed"),
}
