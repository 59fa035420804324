"""Once a day is sealed, a change to what was logged shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from wanli.domains.audit import digests
from wanli.domains.audit.models import Seal
from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.audit.operations.seal import NotYet, seal_day, seal_due_days, verify
from wanli.ground.acting import acting
from wanli.ground.rowsecurity import scoped_columns
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import EVERYTHING


@pytest.fixture(autouse=True)
def everything(db: None) -> Iterator[None]:
    with acting(EVERYTHING):
        yield


def opened() -> None:
    record_opening(
        access=Access.system(),
        path="w.a.b",
        subject_kind="person",
        subject=uuid7(),
        what="phone",
        reason="核对电话",
    )


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


def test_a_day_is_sealed_once_and_only_when_it_is_over() -> None:
    opened()
    with pytest.raises(NotYet):
        seal_day(clock.today())


def test_sealed_days_verify_and_a_removed_row_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    monkeypatch.setattr("wanli.domains.audit.operations.seal._still_running", lambda *_: False)
    with clock.frozen(tomorrow()):
        made = seal_due_days()
    assert made[-1].parts["audit_opening"]["rows"] >= 1
    assert seal_due_days() == []
    assert verify() == []
    opened()
    (broken,) = verify()
    assert broken.day == made[-1].day
    assert broken.tables == ("audit_opening",)


def test_a_column_that_came_later_changes_no_seal_of_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened()
    monkeypatch.setattr("wanli.domains.audit.operations.seal._still_running", lambda *_: False)
    now = digests._columns

    def before(cursor: object, table: str) -> tuple[set[str], set[str]]:
        there, covered = now(cursor, table)
        return there, covered - {"origin"}

    with clock.frozen(tomorrow()):
        monkeypatch.setattr(digests, "_columns", before)
        seal = seal_due_days()[-1]
        monkeypatch.setattr(digests, "_columns", now)
    assert "origin" not in seal.parts["audit_opening"]["columns"]
    assert "origin" in now(connection.cursor(), "audit_opening")[1]
    assert verify() == []
    opened()
    assert [one.tables for one in verify()] == [("audit_opening",)]


def test_no_seal_covers_what_follows_a_place_that_moves() -> None:
    covered = {one.table for one in digests.sealed_tables()}
    following = [(table, column) for table, column in scoped_columns() if table in covered]
    assert following
    with connection.cursor() as cursor:
        for table, column in following:
            assert column not in digests._columns(cursor, table)[1]


def test_the_seals_themselves_cannot_be_rewritten() -> None:
    Seal.objects.create(day="2020-02-01", previous=bytes(32), digest=bytes(32), rows=0, parts={})
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_seal SET rows = 1")


def test_an_opening_needs_a_reason() -> None:
    with pytest.raises(Refused):
        record_opening(
            access=Access.system(),
            path="w.a",
            subject_kind="person",
            subject=uuid7(),
            what="phone",
            reason=" ",
        )
