"""What an import did: what came in, and every row or step that did not, with its reason."""

import csv
import json
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from application.importing.reasons import reason

HEAD = ("row", "key", "step", "column", "code", "reason_zh", "reason_en", "data")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Refused(Struct, frozen=True, kw_only=True):
    """One thing that did not come in.

    `row` as a spreadsheet counts, `step` the command ("" for the whole row), `column` the cell it
    is about ("" for none), `code` stable, `data` what the code is about.
    """

    row: int
    key: str
    step: str
    column: str
    code: str
    data: dict[str, Any] = {}

    @property
    def zh(self) -> str:
        """The reason in Chinese."""
        return reason(self.code, "zh", self.data)

    @property
    def en(self) -> str:
        """The reason in English."""
        return reason(self.code, "en", self.data)

    def as_dict(self) -> dict[str, Any]:
        """Everything, as plain values."""
        return {
            "row": self.row,
            "key": self.key,
            "step": self.step,
            "column": self.column,
            "code": self.code,
            "reason_zh": self.zh,
            "reason_en": self.en,
            "data": self.data,
        }


class Report(Struct, kw_only=True):
    """Figures of one run; the refused are those of the whole file, however many runs it took.

    `cases`, `events`, `rows_in`, `units`: what this run recorded. `repeated`, `rows_repeated`:
    cases that an earlier run had recorded, and their rows. `rows_out`: rows nothing came in of.
    Every row read is one of `rows_in`, `rows_repeated` and `rows_out`; those out are all listed.
    """

    mapping: str
    dry_run: bool = False
    rows_read: int = 0
    rows_in: int = 0
    rows_repeated: int = 0
    rows_out: int = 0
    cases: int = 0
    repeated: int = 0
    events: int = 0
    units: int = 0
    refused: list[Refused] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Everything, as plain values for JSON."""
        plain = {name: getattr(self, name) for name in self.__struct_fields__}
        return {**plain, "refused": [one.as_dict() for one in self.refused]}

    def by_code(self) -> dict[str, int]:
        """How many were refused for which reason, the most frequent first."""
        counted: dict[str, int] = {}
        for one in self.refused:
            counted[one.code] = counted.get(one.code, 0) + 1
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    def write_csv(self, path: Path | str) -> None:
        """The refused, one a line, as spreadsheets open it."""
        with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            for one in self.refused:
                writer.writerow([_cell(value) for value in one.as_dict().values()])


def _cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA) else text
