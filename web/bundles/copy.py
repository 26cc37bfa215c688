"""The readable copy in a bundle: every record of a case in both languages, sealed texts sealed."""

from collections.abc import Iterator

from application.desk import Loaded
from application.exporting.bundle import Copy, Entry, Readable
from application.exporting.leaving import ToldOf
from application.opening import accuses
from domain import errors
from domain.case.command import Context
from domain.case.events import Actor, Fact
from domain.sealed import Sealed
from web import timeline
from web.desk import facts
from web.desk.sight import MASK, Sight
from web.desk.standing import Standing
from web.i18n import centre_name, speaking
from web.service import service, settings
from web.wording import _


class Sealing(Sight):
    """Opens nothing, for nobody: what is sealed stays so when it leaves."""

    def opens(self, event: Fact, field: str) -> bool:  # noqa: ARG002 - as asked
        """Never."""
        return False

    def read(self, event: Fact, name: str, sealed: Sealed) -> str:  # noqa: ARG002 - as asked
        """Nothing of it, not even what became of its key."""
        return MASK


def told_for(ctx: Context) -> ToldOf:
    """Makes the copy of a case for whoever acts. Errors, then: `RecordsWithheld`."""

    def told(loaded: Loaded) -> Readable:
        shown = Standing(loaded, ctx)
        case = loaded.case
        return Readable(
            number=case.number,
            title=case.title,
            zone=settings().timezone,
            zh=_copy(shown, "zh"),
            en=_copy(shown, "en"),
        )

    return told


def _copy(shown: Standing, language: str) -> Copy:
    with speaking(language):
        entries = tuple(map(_entry, timeline.records(shown, Sealing(shown, _accuses))))
        if len(entries) != len(shown.loaded.history):
            raise errors.RecordsWithheld
        return Copy(centre=centre_name(), stage=facts.stage(shown.case), entries=entries)


def _accuses(number: str, by: Actor) -> bool:
    return accuses(service().desk, number, by)


def _entry(one: timeline.Entry) -> Entry:
    return Entry(
        version=one.version,
        title=one.title,
        text=one.text,
        who=one.who,
        details=tuple(_details(one)),
    )


def _details(one: timeline.Entry) -> Iterator[tuple[str, str]]:
    yield from ((detail.label, detail.text) for detail in one.details)
    if one.late:
        yield _("Why it was entered late"), one.late
    if one.source:
        yield _("Where it comes from"), one.source
    for file in one.files:
        yield _("File"), f"{file.type}, {file.size}"
