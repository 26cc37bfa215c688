"""Commands on a quarter's course, and where results that were computed are kept."""

from application.assessment.commands import (
    compute,
    decide_exclusion,
    end_quarter,
    lodge_objection,
    open_review,
    propose_exclusion,
    record_consequence,
    revoke_consequence,
    rule_objection,
    sign,
    withdraw_objection,
)

__all__ = [
    "compute",
    "decide_exclusion",
    "end_quarter",
    "lodge_objection",
    "open_review",
    "propose_exclusion",
    "record_consequence",
    "revoke_consequence",
    "rule_objection",
    "sign",
    "withdraw_objection",
]
