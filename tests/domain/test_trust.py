"""Keys the log is vouched for by: named, admitted, dropped, and never mistaken for another."""

from datetime import UTC, datetime

import pytest

from domain import errors
from domain.trust import Trust, decisions, fold
from domain.trust.events import SignerNamed, TrustEvent, WitnessAdmitted, WitnessDropped

AT = datetime(2026, 3, 1, tzinfo=UTC)
OLD = SignerNamed(at=AT, by="op", name="qs/log", vkey="qs/log+1+AAA")
NEW = SignerNamed(at=AT, by="op", name="qs/log", vkey="qs/log+2+BBB")
ADMITTED = WitnessAdmitted(at=AT, by="op", name="audit", vkey="audit+3+CCC")
DROPPED = WitnessDropped(at=AT, by="op", name="audit", reason="left the office")


def given(*history: TrustEvent) -> Trust:
    return fold(history)


def test_a_key_named_last_signs_and_those_before_are_known() -> None:
    state = given(OLD, NEW)
    assert state.signer == NEW.vkey
    assert state.signers == (OLD.vkey, NEW.vkey)


def test_the_key_that_signs_can_be_named_again_and_one_that_signed_before_cannot() -> None:
    assert decisions.name_signer(given(OLD), OLD.name, OLD.vkey, AT, "op") == []
    with pytest.raises(errors.KeyUsedBefore):
        decisions.name_signer(given(OLD, NEW), OLD.name, OLD.vkey, AT, "op")


def test_a_witness_is_admitted_once() -> None:
    assert decisions.admit(given(), "audit", ADMITTED.vkey, AT, "op") == [ADMITTED]
    assert decisions.admit(given(ADMITTED), "audit", ADMITTED.vkey, AT, "op") == []


@pytest.mark.parametrize("history", [(ADMITTED,), (ADMITTED, DROPPED)])
def test_nobody_takes_the_name_of_a_witness_with_another_key(
    history: tuple[TrustEvent, ...],
) -> None:
    with pytest.raises(errors.WitnessKnown):
        decisions.admit(given(*history), "audit", "audit+4+DDD", AT, "op")


def test_a_witness_that_was_dropped_comes_back_with_its_own_key() -> None:
    state = given(ADMITTED, DROPPED)
    assert state.witnesses == {}
    assert decisions.admit(state, "audit", ADMITTED.vkey, AT, "op") == [ADMITTED]
    assert given(ADMITTED, DROPPED, ADMITTED).dropped == {}


def test_dropping_needs_a_witness_and_a_reason() -> None:
    assert decisions.drop(given(ADMITTED), "audit", " left the office ", AT, "op") == [DROPPED]
    with pytest.raises(errors.WitnessUnknown):
        decisions.drop(given(), "audit", "left", AT, "op")
    with pytest.raises(errors.FieldMissing):
        decisions.drop(given(ADMITTED), "audit", " ", AT, "op")
