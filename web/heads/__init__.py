"""领导席: what waits for a leader or the inspection office, and what is late in their part."""

from web.heads.views import blueprint

__all__ = ["blueprint"]
