"""What comes out for process mining, read by the tool its users have, in a process of its own."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from application.desk import Desk
from application.exporting.ocel import Written, export_ocel
from application.exporting.ocel_json import JsonWriter
from application.exporting.ocel_sqlite import SqliteWriter
from application.exporting.xes import export_xes
from application.mining.wanted import Wanted

READ: Final = """
import contextlib, io, json, sys, warnings

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    warnings.simplefilter("ignore")
    import pm4py
    from pm4py.objects.ocel.validation import ocel20_rel_validation

    folder = sys.argv[1]
    logs = {
        "json": pm4py.read_ocel2_json(folder + "/log.json"),
        "sqlite": pm4py.read_ocel2_sqlite(folder + "/log.sqlite"),
    }
    traces = pm4py.read_xes(folder + "/log.xes")
    told = {
        form: [len(log.events), len(log.objects), len(log.relations), len(log.o2o)]
        for form, log in logs.items()
    }
    told["unsatisfied"] = list(ocel20_rel_validation.apply(folder + "/log.sqlite")[1])
    told["xes"] = [len(traces), int(traces["case:concept:name"].nunique())]
    told["zones"] = sorted({str(traces["time:timestamp"].dt.tz)})
    told["durations"] = [float(one) for one in pm4py.get_all_case_durations(traces)]
print(json.dumps(told))
"""


def read_by_others(desk: Desk, folder: Path) -> dict[str, Any]:
    """Everything of the store in all three forms, and what the reader found in them."""
    until, written = desk.log.head(), list[Written]()
    for make, name in ((JsonWriter, "log.json"), (SqliteWriter, "log.sqlite")):
        with closing(make(folder / name)) as writer:
            written.append(export_ocel(desk, writer, until, Wanted(), "cli", _quiet))
    with (folder / "log.xes").open("wb") as file:
        traces = export_xes(desk, file, until, Wanted(), "cli", _quiet)
    command = [sys.executable, "-c", READ, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    links = _links(folder / "log.json")
    return {
        "written": [[one.events, one.objects, *links] for one in written],
        "traces": [traces.events, traces.cases],
        **json.loads(done.stdout),
    }


def _links(path: Path) -> list[int]:
    """How many to events and among objects there are."""
    log = json.loads(path.read_bytes())
    return [sum(len(one["relationships"]) for one in log[of]) for of in ("events", "objects")]


def _quiet(_: int, __: int) -> None:
    """Nobody waits."""
