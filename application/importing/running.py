"""Runs an import: units, then case after case, each under a key that makes it count once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from application.desk import Desk
from application.importing.bringing import Bringing, NotReceived
from application.importing.found import Founding
from application.importing.mapping import Mapping, load_mapping
from application.importing.people import people, sealings
from application.importing.records import Record, gather
from application.importing.report import Report
from application.importing.tables import Table, read_table, require_columns
from application.importing.times import Moments
from application.importing.trial import NoKeys, Trial
from application.keys import Keyring
from application.numbers import new_case_id
from application.together import Together
from domain.units import Unit

Progress = Callable[[int, int], object]
TOGETHER = 200  # records whose keys are made by one write, and then their cases


def run_import(
    desk: Desk,
    file: Path | str,
    mapping: Path | str | Mapping,
    *,
    progress: Progress | None = None,
    by: str = "import",
    dry_run: bool = False,
) -> Report:
    """Bring a file in; what an earlier run brought in stays as it is.

    `mapping` is a TOML file, the name of a shipped mapping, or one that was loaded; `progress` is
    called with (cases done, cases in all); `by` is the account name of who imports. Read models
    are not told of single cases: let the projector catch up afterwards. With `dry_run` everything
    is decided and nothing kept. Errors: `MappingError`, `FileError`, before anything came in.
    """
    rules = mapping if isinstance(mapping, Mapping) else load_mapping(mapping)
    table = read_table(Path(file), rules.file)
    require_columns(Path(file), table, rules.columns())
    with untold(desk):
        return Run(desk, rules, table, by, dry_run=dry_run).run(progress or _silent)


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


@contextmanager
def untold(desk: Desk) -> Iterator[None]:
    """Read models hear of nothing meanwhile."""
    told, desk.after_write = desk.after_write, None
    try:
        yield
    finally:
        desk.after_write = told


class Run:
    """One run over one table."""

    def __init__(
        self, desk: Desk, mapping: Mapping, table: Table, by: str, *, dry_run: bool
    ) -> None:
        """The columns were found to be there."""
        self._desk = desk
        self._mapping = mapping
        self._table = table
        self._by = by
        self._dry_run = dry_run
        self._together = Together(desk)
        self._moments = Moments(mapping.times)
        self._besides: dict[str, Unit] = {}
        self._report = Report(
            mapping=mapping.id,
            dry_run=dry_run,
            rows_read=len(table.rows) + len(table.unreadable),
            unused_columns=_unused(mapping, table),
        )

    def run(self, progress: Progress) -> Report:
        """Units, then cases in the order of their receipt."""
        self._found_units()
        records, out = gather(self._table, self._mapping, self._moments)
        self._report.refused += out
        self._report.rows_out = len(out)
        try:
            for done, one in enumerate(self._with_keys(records), start=1):
                self._bring_in(*one)
                progress(done, len(records))
        finally:
            self._desk.keys.prepare(())
        self._report.refused.sort(key=lambda one: one.row)
        return self._report

    def _with_keys(self, records: list[Record]) -> Iterator[tuple[Record, str, int]]:
        """Each record with an id for its case, or the version an earlier run recorded it up to.

        The keys of personal data are on disk by then; those of records that an interruption
        leaves out seal nothing.
        """
        fields = sealings(self._mapping)
        for start in range(0, len(records), TOGETHER):
            some = [self._looked_up(record) for record in records[start : start + TOGETHER]]
            new = [(one, case_id) for one, case_id, _ in some if case_id]
            self._desk.keys.prepare((id_, who) for one, id_ in new for who in people(one, fields))
            yield from some
            self._together.flush()

    def _looked_up(self, record: Record) -> tuple[Record, str, int]:
        known = self._desk.log.reader.key(self._key(record))
        fresh = known is None and not self._dry_run
        return record, new_case_id() if fresh else "", known[1] if known else 0

    def _key(self, record: Record) -> str:
        return f"import:{self._mapping.id}:{record.key}"

    def _found_units(self) -> None:
        founding = Founding(self._desk, self._mapping, self._moments, self._by)
        founding.look_for(self._table)
        if self._dry_run:
            self._besides = founding.as_units()
            self._report.units = len(self._besides)
        else:
            self._report.units = founding.record()
        self._report.refused += founding.refused

    def _bring_in(self, record: Record, case_id: str, version: int) -> None:
        if version:
            self._count_repeated(record, version)
        else:
            keys = self._desk.keys if case_id else NoKeys()
            self._count(record, self._bringing(record, keys), case_id)

    def _bringing(self, record: Record, keys: Keyring) -> Bringing:
        return Bringing(record, self._mapping, self._moments, keys, self._by)

    def _count(self, record: Record, bringing: Bringing, case_id: str) -> None:
        report = self._report
        try:
            self._decide(bringing, case_id, self._key(record))
            report.cases += 1
        except NotReceived:
            bringing.reject()
        report.events += bringing.events
        report.rows_in += bringing.rows_in
        report.rows_out += len(record.rows) - bringing.rows_in
        report.refused += bringing.refused

    def _decide(self, bringing: Bringing, case_id: str, key: str) -> None:
        if not case_id:
            bringing(Trial(self._desk, self._besides))
            return
        self._together.add(case_id, key, bringing)

    def _count_repeated(self, record: Record, version: int) -> None:
        """It is in; deciding it once more without saving tells what had been refused of it.

        Another number of events than were recorded then: the file changed, which is told.
        """
        bringing = self._bringing(record, NoKeys())
        try:
            bringing(Trial(self._desk, self._besides))
        except NotReceived:
            bringing.reject()
        if bringing.events != version:
            bringing.differs()
        self._report.repeated += 1
        self._report.rows_repeated += bringing.rows_in
        self._report.rows_out += len(record.rows) - bringing.rows_in
        self._report.refused += bringing.refused


def _unused(mapping: Mapping, table: Table) -> list[str]:
    used = {column for column, _ in mapping.columns()}
    return [column for column in table.columns if column and column not in used]
