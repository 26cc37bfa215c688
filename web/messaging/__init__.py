"""消息: the inbox of everybody, and what leaves the service: by which ways, in which words."""

from web.messaging import channels, undelivered, wordings
from web.messaging.inbox import blueprint as inbox
from web.messaging.views import blueprint

__all__ = ["blueprint", "channels", "inbox", "undelivered", "wordings"]
