"""All pages of plans, as one blueprint."""

from web.plans import drafting, looking, posts, writing
from web.plans.routes import blueprint

__all__ = ["blueprint", "drafting", "looking", "posts", "writing"]
