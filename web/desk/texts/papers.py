"""The papers a case gives rise to: what each is called, to whom it goes, and what it says.

{names} are filled as in `told`; a part in [brackets] is left out when one of its names
has no value.
"""

from typing import Final, NamedTuple

from domain.case import events as e
from domain.case.events import Fact
from web.wording import LazyString, _l, _lp


class Paper(NamedTuple):
    """One kind of paper; `to` is the field that names who gets it, or "reporter".

    First what it `says`, then the texts that are kept encrypted, then what stands `after` them.
    """

    title: LazyString
    to: str
    says: tuple[LazyString, ...]
    sealed: tuple[str, ...] = ()
    after: tuple[LazyString, ...] = ()


PAPERS: Final[dict[type[Fact], Paper]] = {
    e.Accepted: Paper(
        _lp("paper", "Notice of acceptance"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("It has been examined and is accepted for handling[ under {article}].[ {reason}]"),
            _l("[It is due to be concluded by {due}.] We shall tell you the result in writing."),
        ),
    ),
    e.NoticeServed: Paper(
        _lp("paper", "Notice of receipt"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("[It is with {lead}.] By number and query code you can ask how it stands."),
        ),
    ),
    e.Declined: Paper(
        _lp("paper", "Notice of non-acceptance"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("It has been examined and is not accepted, under {article}, because: {reason}"),
        ),
    ),
    e.Redirected: Paper(
        _lp("paper", "Notice of redirection"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("It is for {to} to decide, because: {reason} It has been sent there."),
            _l("Please turn to {to} with any question on it."),
        ),
    ),
    e.ReplyServed: Paper(
        _lp("paper", "Reply"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("It has been handled, and our reply is as follows:"),
        ),
        ("document",),
    ),
    e.OpinionIssued: Paper(
        _lp("paper", "Written opinion"),
        "reporter",
        (
            _l('On {received} we received your matter "{title}", file number {number}.'),
            _l("After examination: {outcome}. In detail:"),
        ),
        ("document",),
        (_l("[If you don't agree you may ask for review until {until}.]"),),
    ),
    e.ReviewDecided: Paper(
        _lp("paper", "Opinion on review"),
        "reporter",
        (
            _l('You asked for {stage} of the opinion on "{title}", file number {number}.'),
            _l("The opinion is {upheld}. In detail:"),
        ),
        ("document",),
    ),
    e.Extended: Paper(
        _lp("paper", "Notice of extension"),
        "reporter",
        (
            _l('Your matter "{title}", file number {number}, needs more time, because: {reason}'),
            _l("{approver} has approved it; it is now due by {due} ({kind})."),
        ),
    ),
    e.Dispatched: Paper(
        _lp("paper", "Transfer notice"),
        "unit",
        (
            _l('The matter "{title}", file number {number}, is passed to you ({role}).'),
            _l("[Time limits: {clocks}.] Report back in time and give feedback when it is done."),
        ),
        ("instruction",),
    ),
    e.Supervised: Paper(
        _lp("paper", "Supervision order"),
        "unit",
        (
            _l('The matter "{title}", file number {number}, is under supervision: {reason}'),
            _l("Find out why it stands as it does, settle it, and report by {due}."),
        ),
    ),
    e.Transferred: Paper(
        _lp("paper", "Transfer form"),
        "to",
        (
            _l('The matter "{title}", file number {number}, received on {received}.'),
            _l("It goes from {from_level} to {to_level}.[ Levels are skipped: {skip_reason}]"),
        ),
        ("facts", "solution"),
        (_l("[Papers enclosed: {papers}.]"),),
    ),
}
