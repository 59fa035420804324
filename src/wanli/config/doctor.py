"""Look an installation over: what is well, what to see to, what is broken."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wanli.config.options import Options

Verdict = Literal["well", "see to", "broken"]
ENOUGH_DISK = 2_000_000_000
LONG_TAIL = 100_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    verdict: Verdict
    said: str


def examine(options: Options) -> list[Finding]:
    """Everything, one after the other; a look that fails is itself a finding. Needs Django."""
    found: list[Finding] = []
    for look in (_database, _role, _row_security, _migrations, _keys, _disk, _tail, _seals, _https):
        try:
            found += look(options)
        except Exception as error:
            found.append(Finding(look.__name__.strip("_"), "broken", str(error).split("\n")[0]))
    return found


def _database(options: Options) -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    fits = 15 <= version <= 18
    yield Finding("database", "well" if fits else "broken", f"PostgreSQL {version}")


def _role(options: Options) -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR EXISTS"
            " (SELECT FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        name, mighty = cursor.fetchone()
    said = "can get around row-level security" if mighty else "owns nothing"
    yield Finding("application role", "broken" if mighty else "well", f"{name} {said}")


def _row_security(options: Options) -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_type t ON t.oid = a.atttypid WHERE t.typname = 'ltree'"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relrowsecurity"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
        bare = [row[0] for row in cursor.fetchall()]
    said = f"missing on {', '.join(bare)}" if bare else "on every table with a place"
    yield Finding("row-level security", "broken" if bare else "well", said)


def _migrations(options: Options) -> Iterator[Finding]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    said = f"{len(left)} to be applied" if left else "up to date"
    yield Finding("schema", "broken" if left else "well", said)


def _keys(options: Options) -> Iterator[Finding]:
    for file in (options.keys_file, options.data / "secret"):
        if not file.exists():
            yield Finding(file.name, "see to", "not there yet; made at first use")
            continue
        mode = stat.S_IMODE(file.stat().st_mode)
        open_ = bool(mode & 0o077)
        said = f"may be read by others ({mode:o}): chmod 600" if open_ else "closed to others"
        yield Finding(file.name, "broken" if open_ else "well", said)


def _disk(options: Options) -> Iterator[Finding]:
    free = shutil.disk_usage(options.data).free
    said = f"{free / 1e9:.1f} GB free"
    yield Finding("disk", "well" if free > ENOUGH_DISK else "see to", said)


def _tail(options: Options) -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_tail")
        waiting = int(cursor.fetchone()[0])
    said = f"{waiting} entries wait to be folded"
    yield Finding("ledger", "see to" if waiting > LONG_TAIL else "well", said)


def _seals(options: Options) -> Iterator[Finding]:
    from wanli.domains.audit.operations.seal import verify

    broken = verify()
    said = f"broken on {', '.join(str(b.day) for b in broken)}" if broken else "all fit"
    yield Finding("daily seals", "broken" if broken else "well", said)


def _https(options: Options) -> Iterator[Finding]:
    outside = options.host not in ("127.0.0.1", "::1", "localhost")
    bare = outside and not options.https
    said = "reachable from outside without HTTPS" if bare else "fits"
    yield Finding("transport", "see to" if bare else "well", said)
