"""成批办理: one step for many cases at once, asked once and recorded case by case."""

from web.bulk.views import blueprint

__all__ = ["blueprint"]
