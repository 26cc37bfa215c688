"""审计: a case replayed, and the way to everything else auditors prove and look into."""

from web.audit import cases, home, views
from web.audit.routes import blueprint

__all__ = ["blueprint", "cases", "home", "views"]
