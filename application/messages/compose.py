"""Writes a message when it is sent, in its recipient's language: number, category, due, link."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from application.categorybook import CategoryBook
from application.clock import from_ms
from application.messages.wordings import WordingBook
from application.settings import Settings
from domain.messages.wording import fill

WRITTEN = "%Y-%m-%d %H:%M"


class Message(NamedTuple):
    """What goes out. `id` stays the same however often it is tried, and is no other message's."""

    id: str
    kind: str
    text: str
    number: str
    category: str
    category_name: str
    due: str
    link: str
    centre: str


class Composer:
    """Fills the wordings in."""

    def __init__(self, settings: Settings, wordings: WordingBook, categories: CategoryBook) -> None:
        """What the wordings are taken from."""
        self._settings = settings
        self._wordings = wordings
        self._categories = categories
        self._zone = ZoneInfo(settings.timezone)

    def message(self, row: Any, language: str, path: str = "") -> Message:
        """The message a row of the outbox stands for; `path` is where to look, if not the row's."""
        values = self._values(row, language, path or row.path)
        return Message(
            id=message_id(row),
            kind=row.kind,
            text=fill(self._wordings.of(row.kind).in_language(language), values),
            number=row.number,
            category=row.category,
            category_name=values["category"],
            due=from_ms(row.due).astimezone(self._zone).isoformat() if row.due else "",
            link=values["link"],
            centre=values["centre"],
        )

    def _values(self, row: Any, language: str, path: str) -> Mapping[str, str]:
        settings, due = self._settings, row.due
        known = self._categories.now().known.get(row.category)
        names = (settings.centre_name, settings.centre_name_en)
        return {
            "number": row.number,
            "category": _named(known, language) if known is not None else row.category,
            "due": from_ms(due).astimezone(self._zone).strftime(WRITTEN) if due else "",
            "link": settings.base_url + path,
            "centre": names[1] if language == "en" else names[0],
        }


def message_id(row: Any) -> str:
    """By which a receiver knows a message that comes again."""
    return sha256(f"{row.seq}/{row.recipient}/{row.channel}".encode()).hexdigest()[:32]


def _named(category: Any, language: str) -> str:
    return str(category.name_en if language == "en" else category.name)
