"""Keys change beneath the data and its history; nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.world import World

from wanli.domains.audit.digests import _columns, sealed_tables
from wanli.domains.audit.operations.seal import seal_day, verify
from wanli.domains.people.models import Person
from wanli.domains.people.operations import rotate_keys
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.kernel import clock


@pytest.fixture(autouse=True)
def _keys_of_its_own(world: World, own_keys: None) -> None:
    """These tests rotate."""


def _documents(model: Any) -> list[str]:
    tokens = model.objects.exclude(id_cipher=None).order_by("pk").values_list("id_cipher")
    return [keyring().open(DOCUMENT, token) for (token,) in tokens]


def test_old_keys_are_retired_and_everything_is_read_as_before() -> None:
    before = _documents(Person), _documents(rotate_keys.history(Person))
    old = set(keyring().keys)
    done = rotate_keys.rotate(patience=5)
    assert set(done.retired) == old
    assert set(keyring().keys) == rotate_keys.keys_in_use() == {done.active}
    assert (_documents(Person), _documents(rotate_keys.history(Person))) == before


def test_the_seals_of_the_days_before_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    today = clock.today()
    with clock.frozen(datetime.now(UTC) + timedelta(days=1)):
        monkeypatch.setattr("wanli.domains.audit.operations.seal._still_running", lambda *_: False)
        seal = seal_day(today)
        assert seal.parts["people_personevent"]["rows"] > 100
        rotate_keys.rotate(patience=5)
        assert verify() == []


def test_no_seal_covers_what_a_rotation_writes() -> None:
    covered = {one.table for one in sealed_tables()}
    with connection.cursor() as cursor:
        for model, column, _ in rotate_keys.SEALED:
            if model._meta.db_table in covered:
                assert column not in _columns(cursor, model._meta.db_table)[1]


def test_a_rotation_writes_no_history() -> None:
    history = rotate_keys.history(Person)
    before = history._default_manager.count()
    rotate_keys.rotate(patience=5)
    assert history._default_manager.count() == before


def test_keys_stay_while_work_begun_under_them_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotate_keys, "_older_work_ended", lambda patience: False)
    old = set(keyring().keys)
    done = rotate_keys.rotate()
    assert done.waiting
    assert done.retired == ()
    assert old < set(keyring().keys)
