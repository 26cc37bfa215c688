"""All pages of coming, going and one's own account, as one blueprint."""

from web.auth import own
from web.auth.views import blueprint

__all__ = ["blueprint", "own"]
