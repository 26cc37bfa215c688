"""All pages of rules, as one blueprint."""

from web.rulebook import issuing, loading, sets, whatif, years
from web.rulebook.routes import blueprint

__all__ = ["blueprint", "issuing", "loading", "sets", "whatif", "years"]
