import hmac
from base64 import b32encode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from application.keys import Keyring
from application.migrate import migrate
from application.querycode import ALPHABET, PURPOSE, fits, query_code, read, written
from application.settings import Settings

SECRET = bytes(range(32))
CASE = "019ab5d2c7f07d4e9f0e6a1b2c3d4e5f"


def test_a_code_is_the_first_eight_base_32_characters_of_the_keyed_hash() -> None:
    digest = hmac.new(SECRET, CASE.encode(), sha256).digest()
    by_rfc = b32encode(digest).decode()[:8]
    to_crockford = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)

    assert query_code(SECRET, CASE) == by_rfc.translate(to_crockford)


def test_a_code_is_the_same_every_time_and_another_for_another_case_or_secret() -> None:
    other_case = CASE.replace("0", "1", 1)

    assert query_code(SECRET, CASE) == query_code(SECRET, CASE)
    assert query_code(SECRET, CASE) != query_code(SECRET, other_case)
    assert query_code(SECRET, CASE) != query_code(SECRET[::-1], CASE)


def test_no_code_holds_a_letter_that_is_mistaken_for_another() -> None:
    codes = "".join(query_code(SECRET, f"{number:032x}") for number in range(500))

    assert not set(codes) & set("ILOU")


def test_five_hundred_cases_have_five_hundred_codes() -> None:
    assert len({query_code(SECRET, f"{number:032x}") for number in range(500)}) == 500


@pytest.mark.parametrize(
    "typed",
    ["{}", " {} ", "{dashed}", "{lower}", "{spaced}", "{wide}", "{long_dash}"],
)
def test_a_code_fits_however_it_is_typed(typed: str) -> None:
    code = query_code(SECRET, CASE)
    text = typed.format(
        code,
        dashed=written(code),
        lower=written(code).lower(),
        spaced=" ".join(code),
        wide="".join(chr(ord(sign) + 0xFEE0) for sign in code),
        long_dash=f"{code[:4]}—{code[4:]}",
    )

    assert fits(SECRET, CASE, text)


def test_letters_people_confuse_are_put_right() -> None:
    assert read("oil0-1abc") == "01101ABC"


@pytest.mark.parametrize("typed", ["", "0", "7K3Q", "码码码码码码码码", "\u202e" * 8])
def test_anything_else_does_not_fit(typed: str) -> None:
    assert not fits(SECRET, CASE, typed)


class TestTheSecret:
    """What codes are made of: made once, kept wrapped, nobody else's key."""

    @pytest.fixture
    def settings(self, data_dir: Path, database_url: str) -> Settings:
        """A migrated place whose keys are in its database."""
        settings = Settings(data=data_dir, database_url=database_url, keys_url=database_url)
        migrate(settings)
        return settings

    def test_printed_codes_stay_what_they_are(self, settings: Settings) -> None:
        with closing(Keyring(settings)) as before, closing(Keyring(settings)) as after:
            assert before.secret(PURPOSE) == after.secret(PURPOSE)

    def test_asked_for_by_many_at_once_there_is_one(self, settings: Settings) -> None:
        def ask(_: int) -> bytes:
            with closing(Keyring(settings)) as keys:
                return keys.secret(PURPOSE)

        with ThreadPoolExecutor(8) as many:
            assert len(set(many.map(ask, range(16)))) == 1


def test_the_secret_is_random_and_not_derived_from_the_key_encryption_key(tmp_path: Path) -> None:
    kek = urlsafe_b64encode(SECRET).decode()
    secrets = []
    for name in ("one", "other"):
        place = Settings(data=tmp_path / name, kek=kek)
        migrate(place)
        with closing(Keyring(place)) as keys:
            secrets.append(keys.secret(PURPOSE))
    assert secrets[0] != secrets[1]
