import hmac
from base64 import b32encode
from hashlib import sha256

import pytest

from application.querycode import ALPHABET, PURPOSE, fits, query_code, read, written

KEK = bytes(range(32))
CASE = "019ab5d2c7f07d4e9f0e6a1b2c3d4e5f"


def test_a_code_is_the_first_eight_base_32_characters_of_the_keyed_hash() -> None:
    secret = hmac.new(KEK, PURPOSE, sha256).digest()
    digest = hmac.new(secret, CASE.encode(), sha256).digest()
    by_rfc = b32encode(digest).decode()[:8]
    to_crockford = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)

    assert query_code(KEK, CASE) == by_rfc.translate(to_crockford)


def test_a_code_is_the_same_every_time_and_another_for_another_case_or_key() -> None:
    other_case = CASE.replace("0", "1", 1)

    assert query_code(KEK, CASE) == query_code(KEK, CASE)
    assert query_code(KEK, CASE) != query_code(KEK, other_case)
    assert query_code(KEK, CASE) != query_code(KEK[::-1], CASE)


def test_no_code_holds_a_letter_that_is_mistaken_for_another() -> None:
    codes = "".join(query_code(KEK, f"{number:032x}") for number in range(500))

    assert not set(codes) & set("ILOU")


def test_five_hundred_cases_have_five_hundred_codes() -> None:
    assert len({query_code(KEK, f"{number:032x}") for number in range(500)}) == 500


@pytest.mark.parametrize(
    "typed",
    ["{}", " {} ", "{dashed}", "{lower}", "{spaced}"],
)
def test_a_code_fits_however_it_is_typed(typed: str) -> None:
    code = query_code(KEK, CASE)
    text = typed.format(
        code, dashed=written(code), lower=written(code).lower(), spaced=" ".join(code)
    )

    assert fits(KEK, CASE, text)


def test_letters_people_confuse_are_put_right() -> None:
    assert read("oil0-1abc") == "01101ABC"


@pytest.mark.parametrize("typed", ["", "0", "7K3Q", "码码码码码码码码", "\u202e" * 8])
def test_anything_else_does_not_fit(typed: str) -> None:
    assert not fits(KEK, CASE, typed)
