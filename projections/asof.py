"""What was counted as of an earlier position of the log, without folding what did not change since.

Cases whose last event lies at or before the position stand in the read model as they stood then.
Those that went on are folded again up to it, those begun later are left out; where most of the log
is later than the position, everything is folded again. Both parts add up.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from application.log import Log
from application.registry import round_stream
from application.settings import Settings
from domain.assessment.model import Subject
from domain.case.words import Role
from domain.units import CENTRE
from projections.counted import folding_within
from projections.folding import CASE, Folded
from projections.folding_pool import folded_log, folded_streams
from projections.loader_sqlite import pack, unpack
from projections.passing import PassingModel, passing_model
from projections.queries.accounts import Wanted, counts_of
from projections.queries.behind import NO_ROWS, Rows, all_rows, asked_for, cut, hides, in_order
from projections.queries.gathering import (
    ALL_CASES,
    NOTHING,
    Among,
    Failings,
    Gathered,
    Period,
    Tallies,
    Without,
    by_case,
    cids,
    failings_of,
    gathered,
    told,
)
from projections.queries.measures import Limits
from projections.queries.viewer import THE_SERVICE, Viewer, hidden
from projections.rebuild import Progress
from projections.tables import position, rounds, units

READ: Final = 5_000  # events read at once
WHOLE: Final = Among(indexed=False)
THE_CENTRE: Final = Viewer(Role.OPERATOR, CENTRE)  # whoever of its people it is

Counted = tuple[Connection, Among]


class Then(NamedTuple):
    """The cases as they stood, in parts that add up; `live` is the read model as it stands now."""

    live: Connection
    parts: Sequence[Counted]

    def tallies(
        self,
        wanted: Sequence[Wanted],
        period: Period,
        *,
        subject: Subject,
        register: Limits,
        without: Without = NOTHING,
    ) -> Tallies:
        """As `queries.tallies.tallies`, of then."""
        found = Gathered({}, {})
        for connection, among in self.parts:
            more = gathered(
                connection,
                wanted,
                period,
                subject=subject,
                register=register,
                without=without,
                among=among,
            )
            found = found.plus(more)
        return told(wanted, found)

    def failings(self, period: Period, *, subject: Subject, without: Without = NOTHING) -> Failings:
        """As `queries.tallies.failings_of`, of then."""
        found: Failings = {}
        for connection, among in self.parts:
            some = failings_of(connection, period, subject=subject, without=without, among=among)
            for unit, failed in some.items():
                found.setdefault(unit, []).extend(failed)
        return {unit: sorted(found[unit], key=by_case) for unit in sorted(found)}

    def counted(  # noqa: PLR0913 - what a page says of one figure, each by its name
        self,
        wanted: Wanted,
        period: Period,
        unit: str,
        *,
        subject: Subject,
        register: Limits,
        viewer: Viewer,
        page: int = 1,
        kept: bool | None = None,
        without: Without = NOTHING,
    ) -> Rows:
        """As `queries.tallies.counted`, of then; who is accused by now sees nothing of it."""
        if hides(wanted, viewer):
            return NO_ROWS
        found = self.rows(wanted, period, unit, subject=subject, register=register, without=without)
        unseen = hidden(viewer)
        hide = set() if unseen is None else set(self.live.execute(unseen).scalars())
        shown = [
            row
            for row in found
            if row["cid"] not in hide and (kept is None or row["kept"] == int(kept))
        ]
        return cut(sorted(shown, key=in_order), page)

    def rows(
        self,
        wanted: Wanted,
        period: Period,
        unit: str,
        *,
        subject: Subject,
        register: Limits,
        without: Without = NOTHING,
    ) -> list[RowMapping]:
        """All that a figure is made of, in no order, whoever may see it."""
        found: list[RowMapping] = []
        counts = counts_of(wanted, subject, register)
        for connection, among in self.parts:
            left_out = cids(connection, without, wanted.id) | among.without
            some = among._replace(without=left_out)
            found += all_rows(
                connection, counts, asked_for(period, unit, subject, THE_SERVICE, some)
            )
        return found


@contextmanager
def as_of(
    settings: Settings,
    connection: Connection,
    seq: int,
    period: Period,
    progress: Progress | None = None,
    *,
    anew: bool = False,
) -> Iterator[Then]:
    """The period as of a position at or before the one of the read model behind `connection`.

    With `anew` nothing is taken from the read model: everything is folded again. `progress` hears
    how much of how much is folded. Errors: `NotProjected`.
    """
    level = int(connection.execute(select(position.c.seq)).scalar_one())
    if seq == level and not anew:
        yield Then(connection, [_unsealed(connection, ALL_CASES)])
        return
    with passing_model() as model:
        model.add(Folded(units=[tuple(row) for row in connection.execute(select(units))]))
        unchanged: list[Counted] = []
        if anew or level - seq > seq:
            _fold_log(settings, seq, period, model, progress)
        else:
            known = connection.execute(select(rounds.c.code)).scalars().all()
            changed = _changed(settings, seq, level)
            streams = [*changed, *map(round_stream, known)]
            begun = _fold_streams(settings, streams, seq, period, model, progress)
            unchanged = [(connection, Among(seq, begun))]
        with model.asked() as passing:
            yield Then(
                connection, [_unsealed(passing, WHOLE), *(_unsealed(*one) for one in unchanged)]
            )


def _unsealed(connection: Connection, among: Among) -> Counted:
    """Without what accuses the centre as it stood: nobody below the superior body counts that."""
    sealed = hidden(THE_CENTRE)
    unseen = frozenset() if sealed is None else frozenset(connection.execute(sealed).scalars())
    return connection, among._replace(without=among.without | unseen)


def _changed(settings: Settings, seq: int, level: int) -> list[str]:
    """Cases with an event after the position, up to where the read model stands."""
    log, found = Log(settings), dict[str, None]()
    try:
        while seq < level:
            rows = log.after(seq, min(READ, level - seq))
            found |= dict.fromkeys(row.stream for row in rows if row.topic.startswith(CASE))
            seq = rows[-1].seq
    finally:
        log.close()
    return list(found)


def _fold_streams(
    settings: Settings,
    streams: Sequence[str],
    seq: int,
    period: Period,
    model: PassingModel,
    progress: Progress | None,
) -> frozenset[int]:
    """The cases, by `cid`, that had begun by then."""
    done, cids = 0, set[int]()
    fold = folding_within((period.since, period.until))
    for count, packed in folded_streams(settings, streams, seq, pack, fold):
        folded = unpack(packed)
        model.add(folded)
        cids.update(folded.seen)
        done += count
        if progress is not None:
            progress(done, len(streams))
    return frozenset(cids)


def _fold_log(
    settings: Settings, seq: int, period: Period, model: PassingModel, progress: Progress | None
) -> None:
    done = 0
    fold = folding_within((period.since, period.until))
    for count, packed in folded_log(settings, seq, pack, fold=fold):
        model.add(unpack(packed))
        done += count
        if progress is not None:
            progress(done, seq)
