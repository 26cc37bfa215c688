"""How a case stands for the one who looks at it: what pages and forms of the case are made from."""

from dataclasses import dataclass, field
from typing import Any

from application.desk import Act, Loaded, Work
from domain.case.command import Context, is_accused
from domain.case.rights import may_see
from domain.case.state import Case
from domain.case.words import Role
from domain.errors import CaseUnknown
from domain.rules.model import RuleSet
from domain.units import CENTRE
from web.auth.who import actor
from web.service import service

BEYOND_THE_CENTRE = frozenset({Role.SUPERVISOR, Role.AUDITOR})


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

    Errors: `CaseUnknown`, for whoever may not see it too.
    """
    desk = service().desk
    case_id = desk.find(number)
    now = _as_it_stands(case_id)
    return now if upto is None else Standing(desk.load(case_id, upto), now.ctx)


def _as_it_stands(case_id: str) -> Standing:
    work = Work(service().desk, case_id)
    if not work.case.version:
        raise CaseUnknown(case=case_id)
    found = Standing(Loaded(work.case, work.rows, work.history), work.context(Act(by=actor())))
    if not visible(found.case, found.ctx):
        raise CaseUnknown(case=case_id)
    return found


def visible(case: Case, ctx: Context) -> bool:
    """Whether the case exists for the viewer: an accusation does for nobody of the accused."""
    if not may_see(case, ctx):
        return False
    if ctx.by.unit == CENTRE and ctx.by.role in BEYOND_THE_CENTRE:
        return True
    return not is_accused(case, ctx.by.unit, ctx)
