"""What may be done with response plans."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from domain import errors
from domain.plans import events as e
from domain.plans.checks import POSTS
from domain.plans.model import Plan
from domain.plans.state import Plans, Version


class Written(NamedTuple):
    """A plan with the text it stands in and that text's hash."""

    plan: Plan
    text: str
    sha256: str


def draft(state: Plans, said: Written, at: datetime, by: str) -> list[e.PlanEvent]:
    """A new version, or a draft written anew; the same again changes nothing.

    Errors: `PlanFixed` for a version that was ever in force, `PlanOutOfTurn` for one that skips.
    """
    plan = said.plan
    known = state.versions.get(plan.ref)
    if known is not None and known.sha256 == said.sha256:
        return []
    if known is not None and known.state != "draft":
        raise errors.PlanFixed(plan=plan.ref)
    newest = max((one.number for one in state.of(plan.code)), default=0)
    if known is None and plan.version != newest + 1:
        raise errors.PlanOutOfTurn(plan=plan.ref, next=newest + 1)
    return [
        e.PlanDrafted(
            at=at,
            by=by,
            code=plan.code,
            version=plan.version,
            sha256=said.sha256,
            text=said.text,
        )
    ]


def issue(state: Plans, ref: str, at: datetime, by: str) -> list[e.PlanEvent]:
    """Propose it from now on; the version that was is retired by it. Errors: `PlanUnknown`."""
    known = _known(state, ref)
    if known.state == "active":
        return []
    return [e.PlanIssued(at=at, by=by, code=known.code, version=known.number)]


def retire(state: Plans, ref: str, reason: str, at: datetime, by: str) -> list[e.PlanEvent]:
    """Propose it no more. Errors: `PlanUnknown`, `ReasonMissing`."""
    known = _known(state, ref)
    if known.state == "retired":
        return []
    if not reason.strip():
        raise errors.ReasonMissing
    return [e.PlanRetired(at=at, by=by, code=known.code, version=known.number, reason=reason)]


def assign(state: Plans, said: e.PostAssigned, working: Collection[str]) -> list[e.PlanEvent]:
    """Say which units hold a post; none at all too. Errors: `PostUnknown`, `UnitUnknown`."""
    if said.post not in POSTS:
        raise errors.PostUnknown(post=said.post)
    for code in said.units:
        if code not in working:
            raise errors.UnitUnknown(unit=code)
    return [] if state.posts.get(said.post, ()) == said.units else [said]


def _known(state: Plans, ref: str) -> Version:
    if ref not in state.versions:
        raise errors.PlanUnknown(plan=ref)
    return state.versions[ref]
