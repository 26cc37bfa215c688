"""帮助: a page for each role, as it stands in the documents, reached from the foot of every page."""

from web.help.views import blueprint

__all__ = ["blueprint"]
