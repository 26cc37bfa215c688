"""What the words of a quarter's course are called on the screen."""

from typing import Final

from web.wording import _lp
from web.words import Words

STAGE: Final[Words] = {
    "running": _lp("quarter", "Running"),
    "": _lp("quarter", "Not computed yet"),
    "computed": _lp("quarter", "Computed"),
    "review": _lp("quarter", "Units may object"),
    "reviewed": _lp("quarter", "To be signed"),
    "signed": _lp("quarter", "Signed once"),
    "published": _lp("quarter", "Published"),
}
COLOUR: Final = {"review": "yellow", "reviewed": "orange", "signed": "orange", "published": "green"}
OBJECTION: Final[Words] = {
    "open": _lp("objection", "Waits for a ruling"),
    "withdrawn": _lp("objection", "Withdrawn"),
    "upheld": _lp("objection", "Upheld"),
    "rejected": _lp("objection", "Rejected"),
}
CONSEQUENCE: Final[Words] = {
    "praise": _lp("consequence", "Praise"),
    "reward": _lp("consequence", "Reward"),
    "criticism": _lp("consequence", "Criticism"),
    "adjustment": _lp("consequence", "Proposal to adjust"),
}
