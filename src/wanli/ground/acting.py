"""Change whose rows may be touched, for a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from wanli.ground.db.base import DatabaseWrapper
from wanli.kernel.scope import Scope, current


@contextmanager
def acting(scope: Scope) -> Iterator[None]:
    """Run the block with ``scope``, in transactions it begins and in the one already open."""
    token = current.set(scope)
    try:
        _tell(scope)
        yield
    finally:
        current.reset(token)
        _tell(current.get())


def _tell(scope: Scope) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block and isinstance(connection, DatabaseWrapper):
        connection.write_scope(scope)
