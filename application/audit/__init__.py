"""Commands on audit sheets; who gives them is an auditor, or answers for a unit."""

from application.audit.commands import (
    add_matter,
    answer_finding,
    close_sheet,
    examine,
    follow_up,
    note_finding,
    open_sheet,
    take_sample,
    withdraw_finding,
)

__all__ = [
    "add_matter",
    "answer_finding",
    "close_sheet",
    "examine",
    "follow_up",
    "note_finding",
    "open_sheet",
    "take_sample",
    "withdraw_finding",
]
