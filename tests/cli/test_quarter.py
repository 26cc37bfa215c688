"""A quarter's course from the command line: the same commands and refusals as on the pages."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result

from application.clock import system_clock
from domain.assessment.periods import Quarter
from tests.cli.conftest import Asked, Linkage

PAST = Quarter.of(system_clock().date()).before.label


def test_a_quarter_is_computed_objected_to_ruled_on_and_comes_out_again(
    centre: None, done: Callable[..., Result], linkage: Linkage, asked: Asked, tmp_path: Path
) -> None:
    assert asked("quarter", "list") == []
    assert "nothing of it is on record" in done("quarter", "show", PAST).output
    refused = linkage("quarter", "compute", PAST, "--as", "li")
    assert (refused.exit_code, "[not-your-role]" in refused.output) == (1, True)
    assert "computed" in done("quarter", "compute", PAST, "--as", "chen").output
    done("quarter", "review", PAST, "--as", "chen")
    said = ["--unit", "centre", "--of", "coverage", "--reason", "漏计一件"]
    done("quarter", "object", PAST, *said, "--as", "li")
    done("quarter", "rule", PAST, "1", "reject", "--reason", "理由不足", "--as", "chen")
    done("quarter", "object", PAST, *said, "--as", "li")
    done("quarter", "withdraw", PAST, "2", "--as", "li")
    (entry,) = asked("quarter", "list")
    assert (entry["quarter"], entry["stage"], entry["objections"]) == (PAST, "review", 2)
    early = linkage("quarter", "sign", PAST, "--as", "chen")
    assert (early.exit_code, "[review-running]" in early.output) == (1, True)
    file = tmp_path / "result.json"
    shown = done("quarter", "show", PAST, "--out", str(file)).output
    assert sha256(file.read_bytes()).hexdigest() in shown
    assert json.loads(file.read_bytes())["quarter"] == PAST
    assert "Nothing is different" in done("quarter", "difference", PAST).output


@pytest.mark.parametrize("database", ["sqlite"])
def test_who_proposes_an_exclusion_does_not_decide_on_it(
    centre: None, done: Callable[..., Result], linkage: Linkage, fire: str, asked: Asked
) -> None:
    said = ["--of", "on_time", "--record", "1", "--reason", "道路冲断"]
    done("quarter", "exclude", PAST, fire, *said, "--as", "li")
    own = linkage("quarter", "decide", PAST, "1", "approve", "--as", "li")
    assert (own.exit_code, "[own-exclusion]" in own.output) == (1, True)
    done("quarter", "decide", PAST, "1", "approve", "--as", "chen")
    done("quarter", "compute", PAST, "--as", "chen")
    units = asked("quarter", "show", PAST)["result"]["parts"][0]
    assert [one["number"] for one in units["exclusions"]] == [fire]
    early = linkage("quarter", "consequence", PAST, "pcs", "praise", "--reason", "x", "--as", "li")
    assert "[quarter-not-published]" in early.output
