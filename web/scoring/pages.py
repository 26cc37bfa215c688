"""All pages of scoring rules, as one blueprint."""

from web.scoring import acting, comparing, drafting, looking, trying, writing
from web.scoring.routes import blueprint

__all__ = ["acting", "blueprint", "comparing", "drafting", "looking", "trying", "writing"]
