"""查阅: a reading says what for, opens the case for a while, and moves nothing of the matter."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain import errors
from domain.case import events as e
from domain.case.links import BY_LINK, IssueLink
from domain.case.readings import (
    FILES,
    OPEN_FOR,
    QUERY_CODE,
    Place,
    file_place,
    only_read_since,
    opens,
    opens_code,
    places,
    standing_open,
)
from domain.case.record import ExportPerson, Note, ReadData
from domain.sealed import Sealed
from tests.domain.scenario import (
    DESK,
    INSPECTOR,
    MORNING,
    POLICE,
    Story,
    dispatched,
    emergency,
)

READ = ReadData(fields=("narrative", "phone"), purpose="handling", stays=True)
NARROW = ReadData(fields=("name", "phone"), records=(1,), purpose="visit", stays=True)
WHEN_WHO: dict[str, Any] = {"at": MORNING, "by": DESK}


def box(text: str) -> Sealed:
    return Sealed("reporter.1", text.encode())


def test_what_was_opened_and_what_for_is_on_record_with_until_when_it_stays_open() -> None:
    emergency().when(READ).then(
        e.DataRead,
        fields=("narrative", "phone"),
        purpose="handling",
        records=(),
        until=MORNING + OPEN_FOR,
    )


def test_read_once_it_stays_open_for_nobody() -> None:
    story = emergency().given(ReadData(fields=("phone",), purpose="回电"))
    assert standing_open(story.history, DESK, story.now) == []


def test_nobody_is_asked_again_within_the_hour_nor_is_it_recorded_twice() -> None:
    story = emergency().given(READ).later(minutes=59)
    story.when(READ).changes_nothing()
    assert len(standing_open(story.history, DESK, story.now)) == 1
    story.later(minutes=1).when(READ).then(e.DataRead)


def test_for_something_else_or_more_of_it_it_is_asked_again() -> None:
    story = emergency().given(NARROW)
    story.when(READ).then(e.DataRead)
    story.when(ReadData(fields=("phone",), purpose="催办", stays=True)).then(e.DataRead)


def test_what_one_opened_is_closed_to_the_others() -> None:
    story = emergency().given(READ)
    assert standing_open(story.history, INSPECTOR, story.now) == []


def test_a_reading_of_the_case_opens_what_comes_in_too_and_one_of_records_only_those() -> None:
    whole, narrow = emergency().given(READ).given(NARROW).history[-2:]
    assert isinstance(whole, e.DataRead)
    assert isinstance(narrow, e.DataRead)
    assert opens(whole, Place(9, "measures"))
    assert opens(narrow, Place(1, "phone"))
    assert not opens(narrow, Place(1, "narrative"))
    assert not opens(narrow, Place(4, "name"))


def test_the_query_code_opens_by_its_own_name_only() -> None:
    code = ReadData(fields=(QUERY_CODE,), records=(1,), purpose="slip", stays=True)
    whole, slip = emergency().given(READ, code).history[-2:]
    assert isinstance(whole, e.DataRead)
    assert isinstance(slip, e.DataRead)
    assert not opens_code(whole)
    assert opens_code(slip)


@pytest.mark.parametrize(
    ("purpose", "refusal"),
    [
        ("  ", errors.ReasonMissing),
        ("找王小明先生", errors.NameInText),
        ("打13800138000", errors.PersonInText),
        ("劝返上访人员", errors.ForbiddenTask),
    ],
)
def test_what_for_is_said_names_nobody_and_is_none_that_turns_against_people(
    purpose: str, refusal: type[errors.DomainError]
) -> None:
    emergency().when(ReadData(fields=("phone",), purpose=purpose)).refused(refusal)


def test_who_comes_by_a_link_reads_as_the_unit_does_while_the_link_holds() -> None:
    ends = MORNING + timedelta(hours=2)
    story = dispatched(emergency()).given(IssueLink(dispatch=1, ends=ends))
    by_link = e.Actor(f"{BY_LINK}1", POLICE.unit, "responder")
    story.when(READ, by=by_link).then(e.DataRead, by=by_link)
    story.later(hours=2).when(READ, by=by_link).refused(errors.LinkEnded)


def test_a_reading_moves_nothing_of_the_case() -> None:
    story = dispatched(emergency())
    moved, owed = story.case.changed_at, list(story.case.obligations)
    story.later(minutes=5).given(READ)
    assert story.case.changed_at == moved
    assert story.case.obligations == owed


def test_somebody_gets_what_is_kept_of_them_when_it_is_sure_who_asks() -> None:
    story = emergency(phone=box("电话"), narrative=Sealed("matter.1", b"x"))
    own = ExportPerson(person="reporter", identity="当面核对身份证件")
    story.when(own).then(
        e.DataExported,
        what="own-data",
        purpose="asked-for",
        person="reporter",
        identity="当面核对身份证件",
    )
    for person in ("matter", "party-1", ""):
        story.when(replace(own, person=person)).refused(errors.NothingOpens)
    story.when(replace(own, identity=" ")).refused(errors.FieldMissing, field="identity")
    story.when(replace(own, identity="认识王小明先生")).refused(errors.NameInText)
    head = e.Actor("gao", "police", "leader")
    dispatched(emergency(phone=box("电话"))).when(own, by=head).refused(errors.NotYourUnit)
    story.when(own, by=POLICE).refused(errors.NotYourRole)


def test_a_form_is_out_of_date_after_a_step_and_not_after_a_reading() -> None:
    story: Story = emergency()
    opened = len(story.history)
    assert only_read_since(story.given(READ).history, opened)
    assert not only_read_since(story.given(Note(label="到场")).history, opened)
    assert not only_read_since(story.history, len(story.history) + 1)


def test_a_text_stands_where_it_was_written_and_a_corrected_one_under_its_field() -> None:
    first, right, name = box("旧"), box("新"), box("照片")
    received = emergency(narrative=first).history[0]
    mended = e.Corrected(
        event=1, field="narrative", reason="听错", approver="chen", sealed=right, **WHEN_WHO
    )
    file = e.Attached(sha256="ab", size=1, media_type="image/jpeg", name=name, **WHEN_WHO)
    bare = e.Attached(sha256="cd", size=1, media_type="image/jpeg", **WHEN_WHO)
    history = [received, mended, file, bare]
    assert places(history) == {
        first: Place(1, "narrative"),
        right: Place(2, "narrative"),
        name: Place(3, FILES),
    }
    assert file_place(history, bare) == Place(4, FILES)
