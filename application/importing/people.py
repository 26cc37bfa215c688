"""Whose keys a record will need, so that those of many records are made together."""

from collections.abc import Iterator

from msgspec import Struct

from application.importing.mapping import Mapping, Step
from application.importing.records import Record
from application.importing.tables import Row
from application.sealing import MATTER, REPORTER, person_of, sealed_fields


class Sealing(Struct, frozen=True):
    """A field to be sealed for a person, when its columns are filled."""

    step: Step
    columns: tuple[str, ...]
    person: str
    receipt: bool

    def wanted(self, record: Record) -> bool:
        """Whether a row of the record has something to seal."""
        rows = [record.receipt] if self.receipt else record.rows
        return any(row is not None and self._filled(row) for row in rows)

    def _filled(self, row: Row) -> bool:
        fits = bool(row[self.step.at]) and self.step.condition.holds(row)
        return fits and (not self.columns or any(row[column] for column in self.columns))


def sealings(mapping: Mapping) -> list[Sealing]:
    """Every field of a mapping that will be sealed for the reporter or the matter."""
    return [
        *_of_step(mapping.receive, receipt=True),
        *(one for step in mapping.steps for one in _of_step(step, receipt=False)),
    ]


def _of_step(step: Step, *, receipt: bool) -> Iterator[Sealing]:
    for name in sealed_fields(step.kind) & step.fields.keys():
        person = person_of(step.kind, name, {})
        if person in (REPORTER, MATTER):
            yield Sealing(step, tuple(step.fields[name].columns()), person, receipt)


def people(record: Record, fields: list[Sealing]) -> set[str]:
    """The persons of one case whose data the record brings."""
    return {one.person for one in fields if one.wanted(record)}
