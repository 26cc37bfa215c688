"""The whole case leaves only for those who may see all of it, and what left stands in the event."""

import pytest

from domain import errors
from domain.case import events as e
from domain.case.events import Actor
from domain.case.record import BUNDLE, ExportBundle
from tests.domain.scenario import AUDITOR, DESK, INSPECTOR, LEADER, dispatched, emergency

COPY = "ab" * 32
EXPORT = ExportBundle(purpose="法院调取", sha256=COPY)


@pytest.mark.parametrize("by", [AUDITOR, INSPECTOR, LEADER])
def test_what_left_is_told_by_its_hash_and_by_how_many_records_it_has(by: Actor) -> None:
    story = dispatched(emergency())
    before = story.case.version
    story.when(EXPORT, by=by).then(
        e.DataExported, what=BUNDLE, purpose="法院调取", sha256=COPY, records=before
    )


def test_a_desk_and_a_head_of_a_unit_export_no_whole_case() -> None:
    story = dispatched(emergency())
    story.when(EXPORT, by=DESK).refused(errors.NotYourRole)
    head = Actor("gao", "police", "leader")
    story.when(EXPORT, by=head).refused(errors.NotYourUnit, own="police")


@pytest.mark.parametrize(
    ("purpose", "refusal"),
    [
        (" ", errors.ReasonMissing),
        ("交王建军先生", errors.NameInText),
        ("电告13800138000", errors.PersonInText),
    ],
)
def test_what_for_is_said_and_names_nobody(purpose: str, refusal: type[errors.DomainError]) -> None:
    export = ExportBundle(purpose=purpose, sha256=COPY)
    emergency().when(export, by=INSPECTOR).refused(refusal)
