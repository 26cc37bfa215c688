"""How a case stands for the one who looks at it: what pages and forms of the case are made from."""

from dataclasses import dataclass, field
from typing import Any

from flask import request

from application.desk import Loaded
from application.opening import accuses, exists_for, open_case
from domain.case.command import Context
from domain.case.events import Actor
from domain.case.state import Case
from domain.rules.model import RuleSet
from web.auth.who import actor
from web.service import service


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with its history, and the context in which the viewer would act on it now.

    `known` keeps what was found out about it, so that a page of forms finds it out once.
    """

    loaded: Loaded
    ctx: Context
    known: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def case(self) -> Case:
        """The state the history was folded to."""
        return self.loaded.case

    @property
    def rules(self) -> RuleSet:
        """The rule set the case is pinned to."""
        return self.ctx.rules


def standing(number: str, upto: int | None = None) -> Standing:
    """The case as it stands, or as it stood at a position of the log.

    Errors: `CaseUnknown`, for whoever may not see it too; that somebody of the accused tried is
    recorded.
    """
    desk = service().desk
    case_id = desk.find(number)
    attempt = "open" if request.method in ("GET", "HEAD") else "act"
    work, ctx = open_case(desk, case_id, actor(), attempt)
    now = Standing(Loaded(work.case, work.rows, work.history), ctx)
    return now if upto is None else Standing(desk.load(case_id, upto), now.ctx)


def accuses_viewer(number: str, by: Actor) -> bool:
    """Whether that case must not be known to the viewer, who did not ask for it."""
    return accuses(service().desk, number, by)


def can_be_opened(number: str) -> bool:
    """Whether the case exists for the viewer, who did not ask to open it."""
    desk = service().desk
    return exists_for(desk, desk.find(number), actor())
