"""A case leaves as a bundle: on record first, whole, and only as what was signed."""

from base64 import b64decode

import pytest
from msgspec.structs import replace

from application.desk import Act, Desk, Loaded
from application.exporting.bundle import Readable, read
from application.exporting.checking import BundleError, altered, check, cosigners
from application.exporting.leaving import make, put_on_record, wait_for
from application.settings import Settings
from domain.case.events import DataExported
from domain.case.record import Note
from tests.bundled import (
    COSIGNED_AT,
    INSPECTOR,
    KEY,
    LOG,
    STRANGER,
    WITNESS,
    WITNESS_KEY,
    alone,
    bundle,
    left,
    sign,
    told,
)
from tests.contract.records import DESK, handle, received, stored
from tests.tampering import change

AT_ONCE = 0  # seconds to wait


def silent(_done: int, _total: int) -> None:
    """No bar."""


@pytest.fixture
def case_id(desk: Desk) -> str:
    """A case that was handled, with others between its records."""
    case_id = received(desk)
    received(desk)
    handle(desk, case_id)
    return case_id


def test_a_bundle_has_the_stored_bytes_and_both_verifiers_take_it(
    desk: Desk, settings: Settings, case_id: str
) -> None:
    data = bundle(desk, case_id)

    found = check(data, [LOG.verifier], [WITNESS.verifier])
    rows = [row for row in stored(settings) if row.stream == case_id]
    held = [(one.seq, b64decode(one.state), one.leaf) for one in found.bundle.events]
    assert held == [(row.seq, row.state, row.leaf.hex()) for row in rows]
    assert found.witnesses == {WITNESS.name: COSIGNED_AT}
    assert (found.unchecked, altered(found.bundle, desk.log)) == ([], [])

    same = alone.verify(data, KEY, [WITNESS_KEY])
    assert (same["records"], same["size"]) == (len(rows), found.checkpoint.size)
    assert same["root"] == found.checkpoint.root.hex()
    assert alone.verify(data, KEY)["unchecked"] == [WITNESS.name]


def test_that_it_leaves_is_on_record_before_anything_is_written(desk: Desk, case_id: str) -> None:
    before = desk.load(case_id)

    version = left(desk, case_id, "审计署调取")

    event = desk.load(case_id).history[version - 1]
    assert isinstance(event, DataExported)
    assert (event.by, event.purpose, event.records) == (INSPECTOR, "审计署调取", version - 1)
    assert event.sha256 == told(before).sha256


def test_sent_twice_it_leaves_once(desk: Desk, case_id: str) -> None:
    act = Act(by=INSPECTOR, key="form")
    first = put_on_record(desk, case_id, act, "法院调取", told)
    again = put_on_record(desk, case_id, act, "法院调取", told)

    assert (again.version, again.repeated) == (first.version, True)


def test_it_waits_for_a_checkpoint_that_covers_it(desk: Desk, case_id: str) -> None:
    sign(desk)  # of before
    version = left(desk, case_id)
    seq = desk.load(case_id).rows[-1].seq

    assert wait_for(desk, seq, AT_ONCE, silent) is None
    with pytest.raises(BundleError, match="not-covered"):
        make(desk, case_id, version, told)

    received(desk)
    size = sign(desk, cosigned=False)
    data = make(desk, case_id, version, told).data
    assert check(data, [LOG.verifier]).checkpoint.size == size > seq
    assert cosigners(data, [WITNESS.verifier]) == []


def test_what_was_recorded_since_is_no_part_of_it(desk: Desk, case_id: str) -> None:
    version = left(desk, case_id)
    desk.execute(case_id, Note(label="其后"), Act(by=DESK))
    sign(desk)

    found = check(make(desk, case_id, version, told).data, [LOG.verifier])

    assert len(found.bundle.events) == version
    with pytest.raises(BundleError, match="no-export"):
        make(desk, case_id, version + 1, told)


def test_nothing_leaves_a_log_that_was_rewritten(
    desk: Desk, settings: Settings, case_id: str
) -> None:
    data = bundle(desk, case_id)
    version = len(desk.load(case_id).rows)
    change(settings, f"UPDATE stored_events SET recorded_at = recorded_at + 1 {_of(case_id)}")

    with pytest.raises(BundleError, match="proof"):
        make(desk, case_id, version, told)
    bundled = read(data)
    assert bundled is not None
    assert altered(bundled, desk.log) == [2]


def _of(case_id: str) -> str:
    return f"WHERE originator_id = '{case_id}' AND originator_version = 2"


def test_a_copy_that_reads_otherwise_by_now_is_not_handed_out(desk: Desk, case_id: str) -> None:
    version = left(desk, case_id)
    sign(desk)

    def renamed(loaded: Loaded) -> Readable:
        return replace(told(loaded), title="另一名称")

    with pytest.raises(BundleError, match="copy-moved"):
        make(desk, case_id, version, renamed)


def test_trust_is_in_keys_from_outside(desk: Desk, case_id: str) -> None:
    data = bundle(desk, case_id)
    stranger = alone.Key(str(STRANGER.verifier), alone.LOG_KIND)

    with pytest.raises(BundleError, match="signature"):
        check(data, [STRANGER.verifier])
    with pytest.raises(alone.Refused, match="signature"):
        alone.verify(data, stranger)
    with pytest.raises(BundleError, match="witness"):
        check(data, [LOG.verifier], [STRANGER.verifier])
    with pytest.raises(alone.Refused, match="witness"):
        alone.verify(data, KEY, [stranger])
