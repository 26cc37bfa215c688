"""What may be measured (量度): acts of the centre or a unit, and reporters' own answers.

A measure that is not listed here can be named by no rule set; the read model counts these and no
others. Source: the field's hard limits: nothing counts how many matters people brought, how often,
or where they took them.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from domain.assessment.model import Subject
from domain.case.failings import Failing

Actor = Literal["unit", "centre", "reporter"]
BOTH: Final[tuple[Subject, ...]] = ("units", "centre")


class Measure(NamedTuple):
    """Kept of due. `act` says whose act the numerator is; of `subjects` it may be asked.

    `unwanted`: what is counted should not have been, so that only its rest gives points.
    """

    name: str
    act: Actor
    zh: str
    en: str
    subjects: tuple[Subject, ...] = ("units",)
    unwanted: bool = False


_ALL: Final = (
    Measure(
        "on_time",
        "unit",
        "时限内办结数 / 本期到期时限数（未办结且超期计未达）",
        "time limits met in time / time limits that fell due (open and overdue counts as failed)",
        BOTH,
    ),
    Measure(
        "registration",
        "unit",
        "时限内登记数 / 接报数",
        "recorded within the limit / received",
        BOTH,
    ),
    Measure("closure", "unit", "按期办结数 / 应办结数", "closed by due / due to close", BOTH),
    Measure(
        "taken_up",
        "unit",
        "已介入调处的纠纷数 / 本期登记的纠纷数",
        "disputes taken up / disputes registered",
    ),
    Measure(
        "mediation",
        "unit",
        "达成协议数 / 调解结束数",
        "agreements / mediations concluded",
    ),
    Measure(
        "contact",
        "reporter",
        "反映人表示承办单位已与其联系的 / 问到此项的有效回访数",
        "reporters who say the unit got in touch / valid call-backs that asked",
    ),
    Measure(
        "solved",
        "reporter",
        "反映人表示已解决的 / 有效回访数（接通且作答）",
        "solved in the reporter's word / valid call-backs (reached and answered)",
        BOTH,
    ),
    Measure(
        "satisfied",
        "reporter",
        "反映人表示满意或基本满意的 / 有效回访数",
        "satisfied or basically so in the reporter's word / valid call-backs",
        BOTH,
    ),
    Measure(
        "answering",
        "reporter",
        "有效回访数 / 应回访数",
        "valid call-backs / return visits due",
        BOTH,
    ),
    Measure(
        "coverage",
        "centre",
        "按期回访数 / 应回访数",
        "return visits made in time / due",
        BOTH,
    ),
    Measure(
        "rework",
        "unit",
        "因未解决重新办理的与反馈被退回的 / 办结数",
        "reopened as unsolved and feedback sent back / closed",
        BOTH,
        unwanted=True,
    ),
    Measure(
        "round_reports",
        "unit",
        "按期报送的排查报告 / 应报送的排查报告",
        "reports of screening rounds sent in time / due",
    ),
    Measure(
        "duration",
        "unit",
        "两个时间点之间用时的百分位数（注明件数）",
        "a percentile of the time between two moments, with how many were measured",
        BOTH,
    ),
)

MEASURES: Final[Mapping[str, Measure]] = {one.name: one for one in _ALL}

# The stretches of time the measure "duration" can take, and of whom each may be asked.
STRETCHES: Final[Mapping[str, tuple[Subject, ...]]] = {
    "register": BOTH,
    "screen": ("centre",),
    "dispatch": ("centre",),
    "sign": ("units",),
    "arrive": ("units",),
    "respond": ("units",),
    "handle": ("units",),
    "feedback": ("units",),
    "reply": BOTH,
    "close": BOTH,
    "visit": ("centre",),
}

# Periods in which people may ask, or agree, for something: nobody is scored by what they do.
NO_DUTIES: Final[frozenset[str]] = frozenset(
    {"object", "review_request", "confirmation", "contest"}
)

# Failings only the centre can have.
OF_CENTRE: Final[frozenset[Failing]] = frozenset({Failing.NEVER_URGED})
