"""What a plan of rounds says, and what none may say: rounds look for matters, never for people."""

from datetime import date, time
from typing import Literal

from msgspec import Struct

from domain import errors
from domain.case.clear import personal
from domain.rules.tasks import forbidden_task

# Kinds of people, as lists of them have been called; a round that looks for them is refused.
TRAITS = (
    "重点人",
    "重点群体",
    "重点对象",
    "上访人",
    "上访户",
    "信访人",
    "信访户",
    "缠访",
    "闹访",
    "老户",
    "精神障碍患者",
    "精神病人",
    "刑满释放",
    "刑释",
    "社区矫正",
    "吸毒人员",
    "邪教人员",
    "外来人员",
    "流动人口",
    "少数民族",
    "信教",
    "失独",
)


class RoundPlan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """排查方案: which units look for what, in which rhythm, and until when they report.

    With `weeks` a round begins every so many weeks, counted from the day `first`, and lasts `days`;
    without it rounds are opened by hand between two days. Reports are due `due_days` after the
    round's last day (0: on it) at `due_at`; on a rest day, with `roll_over`, on the next that is
    none. Units are asked that have one of the levels or classes, or are named.
    """

    id: str
    title: str
    title_en: str
    subjects: tuple[str, ...]
    guidance: str = ""
    points: tuple[str, ...] = ()  # the short form: what to have looked at
    weeks: int = 0
    first: date | None = None
    days: int = 1
    opens: time = time(8)
    due_days: int = 0
    due_unit: Literal["days", "working_days"] = "days"
    due_at: time = time(18)
    roll_over: bool = False
    remind_hours: int = 0  # before the report is due; 0: nobody is reminded
    levels: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    article: str = ""

    @property
    def by_time(self) -> bool:
        """Rounds are opened by time, not by hand."""
        return self.weeks > 0


DAYS_OF_A_WEEK = 7
FREE_TEXTS = ("title", "title_en", "guidance", "article")
LISTED_TEXTS = ("subjects", "points")


def check(plan: RoundPlan) -> None:
    """Errors: `FieldMissing`, `WrongValue`, `ForbiddenTask`, `PersonsSought`, `PersonInText`."""
    for field in ("id", "title", "title_en", "subjects"):
        if not getattr(plan, field):
            raise errors.FieldMissing(field=field)
    if not (plan.levels or plan.classes or plan.units):
        raise errors.FieldMissing(field="levels")
    _check_times(plan)
    _check_texts(plan)


def check_text(field: str, *texts: str) -> None:
    """What people read of a round. Errors: as `check`."""
    if word := forbidden_task(*texts):
        raise errors.ForbiddenTask(word=word, field=field)
    for text in texts:
        if word := trait(text):
            raise errors.PersonsSought(word=word, field=field)
        if personal(text):
            raise errors.PersonInText(field=field)


def trait(text: str) -> str:
    """The kind of people this text looks for; "" when it looks for none."""
    bare = "".join(text.split())
    return next((word for word in TRAITS if word in bare), "")


def _check_texts(plan: RoundPlan) -> None:
    for field in FREE_TEXTS:
        check_text(field, getattr(plan, field))
    for field in LISTED_TEXTS:
        check_text(field, *getattr(plan, field))


def _check_times(plan: RoundPlan) -> None:
    for field in ("weeks", "due_days", "remind_hours"):
        if getattr(plan, field) < 0:
            raise errors.WrongValue(field=field)
    if plan.by_time and plan.first is None:
        raise errors.FieldMissing(field="first")
    if plan.days < 1 or (plan.by_time and plan.days > plan.weeks * DAYS_OF_A_WEEK):
        raise errors.WrongValue(field="days")
