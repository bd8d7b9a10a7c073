"""Numbers a browser holds without knowing them."""

import pytest

from portal.vault.opaque import find_number, hide_number
from portal.vault.sealing import Unreadable, new_data_key

KEY = new_data_key()


@pytest.mark.parametrize("number", [0, 1, 255, 10**9, 2**63])
def test_a_hidden_number_is_found_again_and_is_the_same_each_time(number: int) -> None:
    assert find_number(KEY, hide_number(KEY, number)) == number
    assert hide_number(KEY, number) == hide_number(KEY, number)


def test_two_that_follow_each_other_have_nothing_in_common() -> None:
    one, two = hide_number(KEY, 41), hide_number(KEY, 42)
    assert (len(one), len(two)) == (32, 32) and one[:6] != two[:6]


@pytest.mark.parametrize("odd", ["", "0", "42", "x" * 32, "é" * 32, "A" * 31 + "="])
def test_anything_else_is_no_number(odd: str) -> None:
    with pytest.raises(Unreadable):
        find_number(KEY, odd)


def test_nor_is_what_another_key_hid() -> None:
    with pytest.raises(Unreadable):
        find_number(KEY, hide_number(new_data_key(), 42))
