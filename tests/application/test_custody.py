"""The key-encryption key: rotated without a moment in which nothing opens; copies that serve."""

import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from application.accounts import Account, Accounts
from application.clock import system_clock
from application.custody import copying, rotating
from application.custody.book import CustodyError, custody
from application.custody.copying import copy_key, drill, open_copy, recover
from application.custody.rotating import forget_old, prepare, rotate
from application.desk import Desk
from application.keys import Keks, Keyring, make_engine, wrapping
from application.keys.wrapping import wrapped_by
from application.messages.channels import ChannelBook
from application.messages.reaching import Target
from application.settings import Settings, kek_path

CASE = "c" * 32
PASSPHRASE = "correct horse battery"
SECRET = "13800138000"
BY = "root"


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow passphrases are for thieves."""
    monkeypatch.setattr(copying, "COST", 1 << 4)


@pytest.fixture
def place(on_files: Settings) -> Iterator[Desk]:
    """A desk with keys, a one-time code and a channel that the key-encryption key seals."""
    with closing(Desk(on_files)) as desk:
        for person in ("reporter", "matter", "party-1"):
            desk.keys.seal(CASE, person, "phone", SECRET)
        yield desk


def quiet(_done: int, _all: int) -> None:
    """Nobody watches."""


class Stop(Exception):
    """The process is killed here."""


def stop(*_: Any, **__: Any) -> None:
    """Where it is killed."""
    raise Stop


class TestRotation:
    """Another key takes over; what is sealed stays, whatever happens in between."""

    def test_everything_is_wrapped_anew_and_what_ran_before_goes_on(self, place: Desk) -> None:
        sealed = place.keys.seal(CASE, "reporter", "phone", SECRET)
        before = Keks(place.settings).current.id
        done = rotate(place, BY, quiet)
        assert (done.old, done.keys) == (before, 3)
        assert wrapped_by(place.settings.keyring_url) == {done.new: 3}
        assert place.keys.open(CASE, "phone", sealed).text == SECRET
        place.keys.seal("d" * 32, "reporter", "phone", SECRET)  # by a process that was running
        assert wrapped_by(place.settings.keyring_url) == {done.new: 4}
        assert custody(place.log).rotated is not None

    def test_what_the_key_itself_seals_opens_after_it_too(self, place: Desk) -> None:
        with closing(Accounts(place.settings, system_clock)) as accounts:
            accounts.add(Account("li", "李", "leader", "centre"), "long enough 1")
            offered = accounts.codes.offer("li")
        engine, way = make_engine(place.settings.messages_url), Target("https://example.org/")
        ChannelBook(engine, place.settings).keep("person:li", "webhook", way)
        rotate(place, BY, quiet)
        forget_old(place, BY)
        with closing(Accounts(place.settings, system_clock)) as accounts:
            assert accounts.codes.offer("li") == offered
        assert ChannelBook(engine, place.settings).target("person:li", "webhook") == way
        engine.dispose()

    @pytest.mark.parametrize("name", ["write_kek", "wrap_keys", "wrap_beside", "record"])
    def test_killed_anywhere_nothing_is_lost_and_it_goes_on_where_it_stopped(
        self, place: Desk, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        sealed = place.keys.seal(CASE, "reporter", "phone", SECRET)
        before = Keks(place.settings).current.id
        with monkeypatch.context() as killed:
            killed.setattr(rotating, name, stop)
            with pytest.raises(Stop):
                rotate(place, BY, quiet)
        with closing(Keyring(place.settings)) as other:
            assert other.open(CASE, "phone", sealed).text == SECRET
        done = rotate(place, BY, quiet)
        assert done.old == before
        assert wrapped_by(place.settings.keyring_url) == {done.new: 3}
        assert custody(place.log).rotating == ""
        with closing(Keyring(place.settings)) as other:
            assert other.open(CASE, "phone", sealed).text == SECRET

    def test_a_next_key_that_was_brought_here_is_the_one_gone_on_to(self, place: Desk) -> None:
        following = prepare(place.settings)
        assert prepare(place.settings) == following
        assert rotate(place, BY, quiet).new == following

    def test_the_key_before_is_kept_until_somebody_says_it_may_go(self, place: Desk) -> None:
        before = Keks(place.settings).current.id
        with pytest.raises(CustodyError, match="nothing-to-forget"):
            forget_old(place, BY)
        rotate(place, BY, quiet)
        with pytest.raises(CustodyError, match="old-there"):
            rotate(place, BY, quiet)
        assert forget_old(place, BY) == before
        assert Keks(place.settings).get(before) is None
        assert rotate(place, BY, quiet).keys == 3

    def test_a_key_still_needed_is_not_forgotten(
        self, place: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as killed:
            killed.setattr(wrapping, "_wrap_some", stop)
            with pytest.raises(Stop):
                rotate(place, BY, quiet)
        with pytest.raises(CustodyError, match="still-needed"):
            forget_old(place, BY)

    def test_nor_is_one_under_which_codes_and_channels_are_still_sealed(
        self, place: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine, way = make_engine(place.settings.messages_url), Target("https://example.org/")
        ChannelBook(engine, place.settings).keep("person:li", "webhook", way)
        with monkeypatch.context() as killed:
            killed.setattr(rotating, "wrap_beside", stop)
            with pytest.raises(Stop):
                rotate(place, BY, quiet)
        with pytest.raises(CustodyError, match="still-needed"):
            forget_old(place, BY)
        rotate(place, BY, quiet)
        forget_old(place, BY)
        assert ChannelBook(engine, place.settings).target("person:li", "webhook") == way
        engine.dispose()

    def test_killed_while_one_is_taken_off_the_next_rotation_is_not_barred(
        self, place: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rotate(place, BY, quiet)
        with monkeypatch.context() as killed:
            killed.setattr(Path, "unlink", stop)
            with pytest.raises(Stop):
                forget_old(place, BY)
        with pytest.raises(CustodyError, match="nothing-to-forget"):
            forget_old(place, BY)
        assert rotate(place, BY, quiet).keys == 3

    def test_keys_of_the_environment_are_wrapped_anew_from_the_one_before(
        self, place: Desk
    ) -> None:
        settings = place.settings
        old = kek_path(settings).read_text().strip()
        new = urlsafe_b64encode(os.urandom(32)).decode()
        given = msgspec.structs.replace(settings, kek=new, kek_old=old)
        with closing(Desk(given)) as desk:
            assert rotate(desk, BY, quiet).keys == 3
        alone = msgspec.structs.replace(settings, kek=new)
        with closing(Desk(alone)) as desk, pytest.raises(CustodyError, match="from-environment"):
            rotate(desk, BY, quiet)


class TestCopies:
    """One for each custodian, sealed by their passphrase, tried as if the key were lost."""

    def test_a_copy_opens_by_its_passphrase_alone(self, place: Desk, tmp_path: Path) -> None:
        path = tmp_path / "copy.json"
        copy_key(place, path, "档案室", PASSPHRASE, BY)
        assert path.stat().st_mode & 0o077 == 0
        key = kek_path(place.settings).read_bytes().strip()
        assert key not in path.read_bytes()
        assert urlsafe_b64encode(open_copy(path, PASSPHRASE)[2]) == key
        with pytest.raises(CustodyError, match="wrong-passphrase"):
            open_copy(path, PASSPHRASE + "x")

    def test_a_copy_somebody_changed_opens_no_more(self, place: Desk, tmp_path: Path) -> None:
        path = tmp_path / "copy.json"
        copy_key(place, path, "甲", PASSPHRASE, BY)
        path.write_text(path.read_text().replace("甲", "乙"))
        with pytest.raises(CustodyError, match="wrong-passphrase"):
            open_copy(path, PASSPHRASE)

    @pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaaaaaa"])
    def test_a_weak_passphrase_seals_nothing(
        self, place: Desk, tmp_path: Path, passphrase: str
    ) -> None:
        with pytest.raises(CustodyError, match="weak"):
            copy_key(place, tmp_path / "copy.json", "甲", passphrase, BY)
        assert not list(tmp_path.glob("copy*"))

    def test_a_drill_opens_keys_and_stands_on_record_good_or_bad(
        self, place: Desk, tmp_path: Path
    ) -> None:
        path = tmp_path / "copy.json"
        kek = copy_key(place, path, "档案室", PASSPHRASE, BY).kek
        with pytest.raises(CustodyError, match="wrong-passphrase"):
            drill(place, path, "another passphrase", BY)
        (copy,) = custody(place.log).of(kek)
        assert (copy.drilled, copy.failed) == (None, "wrong-passphrase")
        assert drill(place, path, PASSPHRASE, BY).keys == 3
        (copy,) = custody(place.log).of(kek)
        assert copy.drilled is not None
        assert copy.failed == ""

    def test_a_copy_of_another_key_fails_its_drill(self, place: Desk, tmp_path: Path) -> None:
        path = tmp_path / "copy.json"
        copy_key(place, path, "档案室", PASSPHRASE, BY)
        rotate(place, BY, quiet)
        with pytest.raises(CustodyError, match="other-key"):
            drill(place, path, PASSPHRASE, BY)
        assert custody(place.log).of(Keks(place.settings).current.id) == []

    def test_with_a_copy_a_lost_key_comes_back(self, place: Desk, tmp_path: Path) -> None:
        path, sealed = tmp_path / "copy.json", place.keys.seal(CASE, "matter", "text", SECRET)
        copy_key(place, path, "档案室", PASSPHRASE, BY)
        with pytest.raises(CustodyError, match="key-is-here"):
            recover(place.settings, path, PASSPHRASE)
        kek_path(place.settings).unlink()
        recover(place.settings, path, PASSPHRASE)
        with closing(Keyring(place.settings)) as other:
            assert other.open(CASE, "text", sealed).text == SECRET

    @pytest.mark.parametrize("text", ["", "{}", "[1]", "\x00"])
    def test_a_file_that_is_no_copy_is_told_so(
        self, place: Desk, tmp_path: Path, text: str
    ) -> None:
        path = tmp_path / "copy.json"
        path.write_text(text)
        with pytest.raises(CustodyError, match="no-copy"):
            drill(place, path, PASSPHRASE, BY)
