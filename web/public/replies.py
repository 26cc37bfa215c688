"""What was written to the reporter: replies and opinions, those of the main matter too."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.case import events as e
from domain.case.fold import corrected
from web import words
from web.public.matter import Matter, main_of
from web.wording import _


class Reply(NamedTuple):
    """One of them; `text` is "" where it was given by word of mouth or on paper only."""

    title: str
    at: datetime
    how: str
    text: str


def replies(matter: Matter) -> list[Reply]:
    """The last first. A duplicate has its main matter's reply, and nothing else of that.

    Opinions on the main matter are written to whoever brought it, and name them.
    """
    if not matter.known:
        return []
    main = main_of(matter)
    found = [*_replies(matter), *_opinions(matter), *(_replies(main) if main is not None else ())]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _replies(matter: Matter) -> Iterator[Reply]:
    for event in corrected(matter.loaded.history):
        if isinstance(event, e.ReplyServed) and not event.exempt:
            text = matter.opened("document", event.document)
            yield Reply(_("Reply"), event.at, event.how, text)


def _opinions(matter: Matter) -> Iterator[Reply]:
    for event in corrected(matter.loaded.history):
        if isinstance(event, e.OpinionIssued):
            text = matter.opened("document", event.document)
            yield Reply(_("Written opinion"), event.at, event.how, text)
        elif isinstance(event, e.ReviewDecided):
            title = words.word(words.REVIEW_STAGE, event.stage)
            yield Reply(title, event.at, "", matter.opened("document", event.document))
