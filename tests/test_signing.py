"""The keys that sign: made once, replaced without a loss, fooled by nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.kernel.signing import Unsigned, as_text, fresh, load, of_text

KEYS = fresh()
SIGNED = KEYS.sign(b"said")


def test_all_who_begin_at_once_have_the_same_key(tmp_path: Path) -> None:
    for number in range(10):
        file, barrier = tmp_path / str(number) / "signing.json", Barrier(6)

        def begin(file: Path = file, barrier: Barrier = barrier) -> object:
            barrier.wait()
            return load(file)

        with ThreadPoolExecutor(6) as pool:
            found = [done.result() for done in [pool.submit(begin) for _n in range(6)]]
        assert all(one == found[0] for one in found)
        assert [left.name for left in file.parent.iterdir()] == ["signing.json"]
        assert file.stat().st_mode & 0o077 == 0


def test_what_an_older_key_signed_verifies_on_and_the_older_secret_is_gone() -> None:
    later = KEYS.with_new_key()
    assert later.verified(SIGNED) == b"said"
    assert later.verified(later.sign(b"new")) == b"new"
    assert KEYS.secret not in later._text()
    with pytest.raises(Unsigned):
        KEYS.verified(later.sign(b"new"))


def test_two_states_of_the_keys_joined_know_what_both_signed() -> None:
    later = KEYS.with_new_key()
    joined = KEYS.joined(later)
    assert joined == later
    assert joined.verified(SIGNED) == b"said"


@pytest.mark.parametrize("at", range(len(SIGNED)))
def test_a_code_with_any_one_byte_changed_is_nobodys(at: int) -> None:
    changed = bytearray(SIGNED)
    changed[at] ^= 1
    with pytest.raises(Unsigned):
        KEYS.verified(bytes(changed))


def test_another_installations_code_is_none_of_ours() -> None:
    with pytest.raises(Unsigned):
        KEYS.verified(fresh().sign(b"said"))


@given(st.binary(max_size=600))
def test_whatever_bytes_come_they_are_refused_and_nothing_breaks(said: bytes) -> None:
    for one in (said, SIGNED[:20] + said, said + SIGNED, SIGNED + said[:1] or b"x"):
        if one != SIGNED:
            with pytest.raises(Unsigned):
                KEYS.verified(one)


@given(st.text(max_size=300))
def test_whatever_an_address_says_it_is_read_or_refused(said: str) -> None:
    try:
        KEYS.verified(of_text(said))
    except Unsigned:
        return
    raise AssertionError(said)


def test_a_code_survives_an_address() -> None:
    assert of_text(as_text(SIGNED)) == SIGNED
    assert len(as_text(SIGNED)) < 130
