"""Who is there: log-in, log-out, and what that session may use."""

from web.auth.views import blueprint

__all__ = ["blueprint"]
