"""The file of keys, where several begin at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from wanli.kernel.keyring import Keyring, fresh, load


def _all_at_once(n: int, work: Callable[[], Keyring]) -> list[Keyring]:
    barrier = Barrier(n)

    def begin() -> Keyring:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(n) as pool:
        return [done.result() for done in [pool.submit(begin) for _n in range(n)]]


def test_all_who_begin_at_once_have_the_same_keys(tmp_path: Path) -> None:
    for number in range(20):
        file = tmp_path / str(number) / "keys.json"
        rings = _all_at_once(8, lambda file=file: load(file))  # type: ignore[misc]
        assert all(ring == rings[0] for ring in rings)
        assert [left.name for left in file.parent.iterdir()] == ["keys.json"]
        assert file.stat().st_mode & 0o077 == 0


def test_a_ring_that_is_there_is_not_written_over_by_a_first_one(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    first = load(file)
    fresh().save_first(file)
    assert load(file) == first


def test_a_new_key_replaces_the_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    later = load(file).with_new_key()
    later.save(file)
    assert load(file) == later
