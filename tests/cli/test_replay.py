"""A case as it stood."""

from datetime import datetime, timedelta

import msgspec

from tests.cli.conftest import Asked, Linkage


def test_a_case_is_shown_as_it_stood_after_an_event(fire: str, asked: Asked) -> None:
    received = asked("replay", fire)["history"][0]["seq"]

    then = asked("replay", fire, "--at", str(received))

    assert then["seq"] == received
    assert then["case"]["stage"] == "received"
    assert asked("replay", fire)["case"]["stage"] == "dispatched"


def test_a_case_is_shown_as_it_stood_at_a_time_of_recording(fire: str, asked: Asked) -> None:
    history = asked("replay", fire)["history"]
    recorded = [
        msgspec.convert(entry["recorded_at"], type=datetime, strict=False) for entry in history
    ]

    now = asked("replay", fire, "--at", recorded[-1].isoformat())

    assert now["case"]["stage"] == "dispatched"
    assert len(now["history"]) == len([one for one in recorded if one <= recorded[-1]])


def test_before_it_was_there_a_case_says_since_when_it_is(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    first = asked("replay", fire)["history"][0]
    earlier = msgspec.convert(first["recorded_at"], type=datetime, strict=False) - timedelta(
        minutes=1
    )

    for at in (str(first["seq"] - 1), earlier.isoformat()):
        result = linkage("replay", fire, "--at", at)
        assert result.exit_code == 1
        assert f"its first record has position {first['seq']}" in result.stderr


def test_what_is_no_time_is_a_wrong_call(fire: str, linkage: Linkage) -> None:
    result = linkage("replay", fire, "--at", "yesterday")

    assert result.exit_code == 2
    assert "2026-11-22T08:30" in result.stderr


def test_the_timeline_is_told_and_says_as_of_when(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    seq = asked("replay", fire)["seq"]

    shown = linkage("replay", fire, "--at", str(seq), "--lang", "zh").stdout

    assert f"第 {seq} 条记录" in shown
    assert "接报登记" in shown


def test_records_are_told_one_by_one_with_what_each_changed(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    received, *_, last = asked("replay", fire, "--step")

    assert received["topic"] == "case.received"
    assert {one["group"] for one in received["changes"]} >= {"matter", "limits"}
    assert last["lag_seconds"] >= 0
    (stage,) = [one for one in last["changes"] if one["key"] == "stage"]
    assert stage["before"] == ["Received"]
    told = linkage("replay", fire, "--step", "--at", str(received["seq"]), "--lang", "zh").stdout
    assert "状态: — → 已接报" in told
    assert "已接报 →" not in told


def test_two_moments_are_put_side_by_side(fire: str, asked: Asked, linkage: Linkage) -> None:
    first, *_, last = (one["seq"] for one in asked("replay", fire)["history"])

    compared = asked("replay", fire, "--compare", str(first), str(last))
    same = linkage("replay", fire, "--compare", str(last), str(last), "--lang", "en")
    before = linkage("replay", fire, "--compare", str(first - 1), str(last))

    assert (compared["before"]["seq"], compared["after"]["seq"]) == (first, last)
    assert "dispatch.1" in {one["key"] for one in compared["changes"]}
    assert same.stdout == "Nothing is different.\n"
    assert "was not there yet" in before.stderr


def test_who_saw_it_is_listed_and_only_one_way_is_chosen(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    assert asked("replay", fire, "--readings") == []

    assert linkage("replay", fire, "--step", "--readings").exit_code == 2
    assert linkage("replay", fire, "--at", "5", "--compare", "1", "2").exit_code == 2
