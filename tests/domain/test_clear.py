"""Texts that stay in clear: what is surely personal is refused, whatever command brings it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import errors
from domain.case import COMMANDS
from domain.case import dispatch as d
from domain.case import events as e
from domain.case import record as r
from domain.case.clear import (
    CODES,
    clear_texts,
    may_name,
    names_somebody,
    personal,
)
from domain.case.correction import Correct
from domain.case.events import FollowUp, Notice
from domain.case.handling import Pause
from domain.case.intake import Receive, ServeNotice
from domain.case.mediation import FailMediation
from domain.case.words import Channel, Outcome, Track
from tests.domain.scenario import COLLEAGUE, MORNING, POLICE, Story, dispatched, emergency, handled

PERSONAL = (
    "13800138000",
    "打 138 0013 8000 找他",
    "138-0013-8000",
    "138.0013.8000",
    "１３８００１３８０００",
    "138\u200b0013\u200b8000",
    "+86 13800138000",
    "0816-2345678",
    "010 8812345",
    "510703199001011234",
    "51070319900101123X",
    "chen@example.cn",
    "川A12345",
    "川A·D12345",
)
ORDINARY = (
    "",
    "3号楼2单元漏水",
    "G318国道K1024+500处塌方",
    "2026-11-22 22:52 至 2026-11-23 08:00",
    "转 12345 工单 260922101108115409",
    "赔偿 5000000 元",
    "并入 QS2026-00037",
    "川北医院",
    "ISO9001@",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_numbers_and_addresses_of_people_are_told_by_their_form(text: str) -> None:
    assert personal(text)
    assert personal(f"见附件（{text}）。")


@pytest.mark.parametrize("text", ORDINARY)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not personal(text)


@given(st.text())
@settings(deadline=None)
def test_any_text_can_be_looked_at(text: str) -> None:
    assert personal(text) in (True, False)
    assert may_name(text) in (True, False)
    assert names_somebody(text, [text]) in (True, False)


def test_a_long_text_is_looked_at_in_no_time() -> None:
    for text in ("1" * 20_000, "a" * 20_000, "0-" * 10_000, "王" * 20_000, "1 " * 10_000):
        assert not names_somebody(text, ["陈小明"])
        personal(text)
        may_name(text)


@pytest.mark.parametrize(
    "text", ["举报李国强贪污", "王小明先生来电", "老人名叫王五", "姓名：", "陈 小 明 先生"]
)
def test_what_looks_like_a_name_is_told(text: str) -> None:
    assert may_name(text)


@pytest.mark.parametrize(
    "text", ["陈某反映路灯不亮", "王先生反映噪音", "投诉高温作业", "反映路灯不亮", "张家湾路积水"]
)
def test_masked_names_and_ordinary_words_are_none(text: str) -> None:
    assert not may_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("陈小明家漏水", "陈小明"), ("陈 小明家", "陈小明"), ("ANN LEE house", "ann  lee")],
)
def test_a_name_that_is_known_is_found(text: str, name: str) -> None:
    assert names_somebody(text, ["", name])


@pytest.mark.parametrize(
    ("text", "name"),
    [("陈某家漏水", "陈某"), ("群众反映", "群众"), ("王先生来电", "王先生"), ("李子园", "李")],
)
def test_who_gave_no_name_is_not_found_everywhere(text: str, name: str) -> None:
    assert not names_somebody(text, [name])


# --- no command is forgotten ---


def filled(kind: Any, texts: Iterator[str]) -> Any:
    """A value of that type in which every text is another one."""
    if kind is str:
        return next(texts)
    if kind is Notice:
        return Notice(how=next(texts), served_at=MORNING, waived=next(texts))
    if kind is FollowUp:
        return FollowUp(unit="police", person=next(texts), due=MORNING)
    return (next(texts), next(texts))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_free_text_of_every_command_is_looked_at(name: str) -> None:
    kind = COMMANDS[name]
    hints = get_type_hints(kind)
    free = {
        field: hint
        for field, hint in hints.items()
        if field not in CODES
        and any(part in str(hint) for part in ("<class 'str'>", "[str", "Notice", "FollowUp"))
        and not field.startswith("__")
    }
    texts = (f"text {number}" for number in range(100))
    needed = {
        field.name: "" if field.name in hints else None
        for field in msgspec.structs.fields(kind)
        if field.required
    }
    given_texts = {
        field: filled(_bare(hint), texts) for field, hint in free.items() if field != "field"
    }
    command = kind(**{**needed, **given_texts})
    looked_at = {text for _, text in clear_texts(command)}
    assert {text for value in given_texts.values() for text in _flat(value)} <= looked_at


def _bare(hint: Any) -> Any:
    for kind in (Notice, FollowUp):
        if kind.__name__ in str(hint):
            return kind
    return str if "tuple" not in str(hint) else tuple


def _flat(value: Any) -> list[str]:
    if isinstance(value, Notice):
        return [value.how, value.waived]
    if isinstance(value, FollowUp):
        return [value.person]
    return [value] if isinstance(value, str) else list(value)


PHONE = "电话 13800138000"


def test_a_refusal_names_the_field() -> None:
    cases: list[tuple[Story, Any, Any, str]] = [
        (dispatched(emergency()), r.Note(label=PHONE), POLICE, "label"),
        (emergency(), Pause(reason=PHONE, approver="chen"), COLLEAGUE, "reason"),
        (emergency(), ServeNotice(notice=Notice(waived=PHONE)), COLLEAGUE, "notice.waived"),
        (emergency(), FailMediation(routes=("法院", PHONE)), COLLEAGUE, "routes"),
        (dispatched(emergency()), d.Return(dispatch=1, reason=PHONE), POLICE, "reason"),
    ]
    for story, command, by, field in cases:
        story.when(command, by).refused(errors.PersonInText, field=field)
    follow_up = FollowUp(unit="police", person=PHONE, due=MORNING + timedelta(days=3))
    feedback = d.GiveFeedback(dispatch=1, outcome=Outcome.HANDLED, follow_up=follow_up)
    handled(emergency()).when(feedback, POLICE).refused(
        errors.PersonInText, field="follow_up.person"
    )


def test_the_place_and_the_reason_for_late_entry_are_held_to_it_too() -> None:
    receipt = Receive(
        number="QS2025-00001",
        track=Track.EMERGENCY,
        channel=Channel.PHONE,
        title="起火",
        place=PHONE,
    )
    Story().when(receipt).refused(errors.PersonInText, field="place")
    emergency().when(r.Note(label="补记"), late=PHONE).refused(errors.PersonInText, field="late")


def test_a_correction_can_not_bring_it_in() -> None:
    wrong = Correct(
        event=1, field="place", value='"138\\u00300138000"', reason="更正", approver="li"
    )
    emergency().when(wrong).refused(errors.PersonInText, field="value")


def test_numbers_of_other_systems_stay_what_they_are() -> None:
    receipt = Receive(
        number="QS2025-00001",
        track=Track.EMERGENCY,
        channel=Channel.PHONE,
        title="起火",
        reference="13800138000",
    )
    Story().when(receipt).then(e.Received, reference="13800138000")


def test_a_record_brought_in_is_as_it_is() -> None:
    emergency().when(r.Note(label=PHONE), source="import").then(e.Noted)
