"""Django's PostgreSQL backend, writing the current scope into each transaction it begins.

The settings are local to the transaction, so a pooled connection cannot carry one reader's
scope to the next one. Outside a transaction no scope is set and row-level security shows nothing.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from wanli.kernel import patience
from wanli.kernel.scope import Scope, current

_WRITE = (
    "SELECT set_config('wanli.scopes', %s, true), set_config('wanli.people', %s, true),"
    " set_config('wanli.audit', %s, true), set_config('wanli.counsel', %s, true),"
    " set_config('wanli.gates', %s, true), set_config('wanli.errands', %s, true),"
    " set_config('wanli.user', %s, true),"
    " set_config('statement_timeout',"
    " COALESCE(NULLIF(%s, '0s'), current_setting('statement_timeout')), true),"
    # What the history's triggers write beside each row: who did it.
    " set_config('pghistory.context_metadata', %s, true)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, scoped transaction by transaction."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            self.write_scope(current.get())

    def write_scope(self, scope: Scope) -> None:
        """Tell the running transaction which rows it may touch.

        A transaction that has failed is left alone: it can only roll back, to a savepoint at
        which the setting was right or altogether.
        """
        values = (
            ",".join(scope.places),
            ",".join(scope.people),
            ",".join(scope.audit),
            ",".join(scope.counsel),
            ",".join(scope.gates),
            ",".join(scope.errands),
            str(scope.user or ""),
            f"{patience.seconds.get()}s",
            json.dumps({"user": str(scope.user)}) if scope.user else "",
        )
        connection: Any = self.connection
        if connection.info.transaction_status == TransactionStatus.INERROR:
            return
        with self.wrap_database_errors, connection.cursor() as cursor:
            cursor.execute(_WRITE, values)
