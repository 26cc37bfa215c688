"""回放: ledgers, rates and scores as they stood after any record of the log, on their own pages."""

from web.asof import keeping, waiting
from web.asof.moment import now, past, read
from web.asof.waiting import blueprint

__all__ = ["blueprint", "keeping", "now", "past", "read", "waiting"]
