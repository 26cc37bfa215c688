"""流程: the ways cases really take, drawn and counted, for auditors and inspection."""

from web.flow import cases, leaving, views
from web.flow.routes import blueprint

__all__ = ["blueprint", "cases", "leaving", "views"]
