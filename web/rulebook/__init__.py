"""规则: the pages of rule sets and of the working calendar."""

from web.rulebook.pages import blueprint

__all__ = ["blueprint"]
