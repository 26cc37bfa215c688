"""Screening rounds on record: plans, what is opened by time or by hand, and what units report."""

from application.rounds.keeping import open_due_rounds, settle_missing
from application.rounds.opening import ByHand, open_by_hand
from application.rounds.plans import draft_plan, issue_plan, retire_plan, ship_round_plans
from application.rounds.reporting import (
    call_off,
    register_finding,
    report_nothing,
    withdraw_report,
)

__all__ = [
    "ByHand",
    "call_off",
    "draft_plan",
    "issue_plan",
    "open_by_hand",
    "open_due_rounds",
    "register_finding",
    "report_nothing",
    "retire_plan",
    "settle_missing",
    "ship_round_plans",
    "withdraw_report",
]
