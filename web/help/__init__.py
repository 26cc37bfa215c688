"""帮助: a page for each role, as the documents have it, one click from the foot of every page."""

from web.help.views import blueprint

__all__ = ["blueprint"]
