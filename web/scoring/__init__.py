"""计分规则: the pages of the rules by which quarters are scored."""

from web.scoring.pages import blueprint

__all__ = ["blueprint"]
