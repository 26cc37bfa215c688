"""Search through all records of the log: by whom, of which unit and kind, when, how late."""

from web.events import views
from web.events.views import blueprint

__all__ = ["blueprint", "views"]
