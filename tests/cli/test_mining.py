"""The log comes out for process mining, and the ways matters took are told, on both databases."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from application.codec import decode
from application.settings import Settings
from domain.log.events import LogExported
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.contract.records import stored

Done = Callable[..., Result]


def test_three_forms_name_nobody_and_each_goes_on_record_first(
    fire: str, asked: Asked, done: Done, tmp_path: Path, place: Place
) -> None:
    about = ("track=petition", "kind=accusation", "accused=pcs", "title=反映问题")
    hidden: str = asked("case", "new", "--as", "zhang", *about)["number"]
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    head = len(stored(settings))

    def export(form: str, name: str, *options: str) -> bytes:
        done("export", form, "--out", str(tmp_path / name), *options)
        return (tmp_path / name).read_bytes()

    files = {
        "json": export("ocel2", "a.json", "--at", str(head)),
        "sqlite": export("ocel2", "a.sqlite", "--format", "sqlite", "--at", str(head)),
        "xes": export("xes", "a.xes", "--at", str(head)),
    }
    some = export("xes", "b.xes", "--track", "emergency", "--unit", "pcs", "--as", "zhou")
    of_accused = export("ocel2", "c.json", "--as", "wang")

    for name, file in files.items():
        text = file.decode(errors="ignore")
        assert fire in text, name
        assert hidden in text, name
        assert not [
            word for word in ("陈某", "起火", "13800138000", "zhang", "老街") if word in text
        ]
    assert (fire.encode() in some, hidden.encode() in some) == (True, False)
    assert (fire.encode() in of_accused, hidden.encode() in of_accused) == (True, False)
    assert {one["type"] for one in json.loads(files["json"])["objects"]} >= {
        *("case", "unit", "dispatch", "obligation", "rule-set", "handler"),
    }
    exported = [decode(row.topic, row.state) for row in stored(settings)[head:]]
    assert all(isinstance(event, LogExported) for event in exported)
    assert [(one.by, one.form, one.until, one.narrowed) for one in exported] == [
        ("cli", "ocel2", head, ()),
        ("cli", "ocel2", head, ()),
        ("cli", "xes", head, ()),
        ("zhou", "xes", head + 3, ("unit=pcs", "track=emergency")),
        ("wang", "ocel2", head + 4, ()),
    ]


def test_ways_follow_the_log_and_come_out_the_same_when_gathered_anew(
    fire: str, asked: Asked, done: Done, place: Place
) -> None:
    first = asked("flow", "--unfinished")
    done("case", "do", fire, "SignFor", "--as", "wang", "dispatch=1")

    then = asked("flow", "--unfinished")
    (place.data_dir / "flow.db").unlink()
    anew = asked("flow", "--unfinished")
    before = asked("flow", "--unfinished", "--at", str(first["position"]))
    dispatches = asked("flow", "--unfinished", "--of", "dispatch", "--unit", "pcs")

    assert [one["steps"] for one in first["variants"]] == [["received", "dispatched"]]
    assert [one["steps"] for one in then["variants"]] == [["received", "dispatched", "signed-for"]]
    assert then == anew
    assert before == first
    assert [one["steps"] for one in dispatches["variants"]] == [["dispatched", "signed-for"]]
    assert asked("flow")["runs"] == 0
    told = done("flow", "--unfinished", "--lang", "zh").stdout
    assert "接报登记 → 派单 → 签收" in told


REFUSED = (
    (("--track", "none"), 1),
    (("--at", "2020-01-01"), 1),
    (("--as", "nobody"), 1),
    (("--out", "no/such/folder/a.xes"), 1),
    (("--from", "yesterday"), 2),
)


def test_what_can_not_be_exported_is_said_and_leaves_no_file(
    centre: None, linkage: Linkage, tmp_path: Path
) -> None:
    for options, code in REFUSED:
        refused = linkage("export", "xes", "--out", str(tmp_path / "a.xes"), *options)

        assert refused.exit_code == code, options
        assert refused.stderr.strip()
    assert list(tmp_path.glob("a.xes*")) == []
