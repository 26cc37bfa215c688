"""Outgoing messages: an outbox with its own position in the log, never filled by a projection."""

from application.messages.deliveries import Delivery
from application.messages.inbox import Letter
from application.messages.outbox import Outbox
from application.messages.problems import ChannelWrong, Failed
from application.messages.reaching import Channel, Target
from application.messages.tables import begin_after, create, create_tables, metadata, renumber

__all__ = [
    "Channel",
    "ChannelWrong",
    "Delivery",
    "Failed",
    "Letter",
    "Outbox",
    "Target",
    "begin_after",
    "create",
    "create_tables",
    "metadata",
    "renumber",
]
