"""Response plans (预案): versioned data that says whom a matter of some kind calls out, and how."""

from domain.plans.events import PlanEvent
from domain.plans.model import Plan

__all__ = ["Plan", "PlanEvent"]
