"""Look an installation over: what is well, what to see to, what is broken.

Looks only: nothing is migrated, made or mended. docs/deploy.md says what to do about each.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wanli.config.options import Options
from wanli.config.postgres import COMPARISONS, EXTENSIONS, NEWEST, OLDEST

Verdict = Literal["well", "see to", "broken"]
ENOUGH_DISK = 2_000_000_000
LONG_TAIL = 100_000
CLOCK_SECONDS = 5.0
WAITING_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    verdict: Verdict
    said: str


Look = Callable[[Options], Iterator[Finding]]


def examine(options: Options) -> list[Finding]:
    """Everything, one after the other; a look that fails is itself a finding. Needs Django."""
    from django.db import transaction

    found: list[Finding] = []
    for look in LOOKS:
        try:
            with transaction.atomic():
                found += look(options)
        except Exception as error:
            found.append(Finding(look.__name__.strip("_"), "broken", str(error).split("\n")[0]))
    return found


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _database(options: Options) -> Iterator[Finding]:
    ((number,),) = _rows("SHOW server_version_num")
    version = int(number) // 10_000
    fits = OLDEST <= version <= NEWEST
    said = f"PostgreSQL {version}" + ("" if fits else f", needed {OLDEST} to {NEWEST}")
    yield Finding("database", "well" if fits else "broken", said)


def _extensions(options: Options) -> Iterator[Finding]:
    there = {name for (name,) in _rows("SELECT extname FROM pg_extension")}
    missing = [name for name in EXTENSIONS if name not in there]
    said = f"missing: {', '.join(missing)}" if missing else ", ".join(EXTENSIONS)
    yield Finding("extensions", "broken" if missing else "well", said)
    if "ltree" in missing:
        return
    marked = _rows(
        "SELECT FROM pg_proc WHERE proname = ANY (%s) AND proleakproof"
        " AND proargtypes[0] = 'ltree'::regtype AND proargtypes[1] = 'ltree'::regtype",
        [f"ltree_{name}" for name in COMPARISONS],
    )
    slow = len(marked) < len(COMPARISONS)
    said = "not marked leakproof: lists are slow" if slow else "marked leakproof"
    yield Finding("comparisons of paths", "see to" if slow else "well", said)


def _role(options: Options) -> Iterator[Finding]:
    ((name, mighty),) = _rows(
        "SELECT rolname, rolsuper OR rolbypassrls OR EXISTS"
        " (SELECT FROM pg_class WHERE relowner = r.oid)"
        " FROM pg_roles r WHERE rolname = current_user"
    )
    said = "can get around row-level security" if mighty else "owns nothing"
    yield Finding("application role", "broken" if mighty else "well", f"{name} {said}")


def _row_security(options: Options) -> Iterator[Finding]:
    bare = [
        name
        for (name,) in _rows(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_type t ON t.oid = a.atttypid WHERE t.typname = 'ltree'"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relrowsecurity"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    ]
    said = f"missing on {', '.join(bare)}" if bare else "on every table with a place"
    yield Finding("row-level security", "broken" if bare else "well", said)


def _schema(options: Options) -> Iterator[Finding]:
    from wanli.config.schema import migrations_left

    left = migrations_left("default")
    said = f"{left} migrations to be applied: wanli database migrate" if left else "up to date"
    yield Finding("schema", "broken" if left else "well", said)


def _keys(options: Options) -> Iterator[Finding]:
    for file in (options.keys_file, options.signing_file, options.data / "secret"):
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


def _clock(options: Options) -> Iterator[Finding]:
    from wanli.kernel import clock

    ((theirs,),) = _rows("SELECT clock_timestamp()")
    apart = abs((clock.now() - theirs).total_seconds())
    off = apart > CLOCK_SECONDS
    said = f"{apart:.0f} s from the database's" if off else "agrees with the database's"
    yield Finding("clock", "see to" if off else "well", said)


def _jobs(options: Options) -> Iterator[Finding]:
    ((waiting, late, failed),) = _rows(
        "SELECT count(*) FILTER (WHERE status = 'todo'),"
        " count(*) FILTER (WHERE status = 'todo' AND COALESCE(scheduled_at, since)"
        "   < now() - make_interval(mins => %s)),"
        " count(*) FILTER (WHERE status = 'failed' AND since > now() - interval '7 days')"
        " FROM (SELECT j.*, COALESCE((SELECT max(at) FROM procrastinate_events e"
        "   WHERE e.job_id = j.id), now()) AS since FROM procrastinate_jobs j) AS jobs",
        WAITING_MINUTES,
    )
    said = f"{waiting} wait, {late} of them longer than {WAITING_MINUTES} minutes; {failed} failed"
    yield Finding("jobs", "see to" if late or failed else "well", f"{said} in a week")


def _tail(options: Options) -> Iterator[Finding]:
    ((waiting,),) = _rows("SELECT count(*) FROM ledger_tail")
    said = f"{waiting} entries wait to be folded"
    yield Finding("ledger", "see to" if waiting > LONG_TAIL else "well", said)


def _seals(options: Options) -> Iterator[Finding]:
    from wanli.domains.audit.operations.seal import verify

    broken = verify()
    said = f"broken on {', '.join(str(b.day) for b in broken)}" if broken else "all fit"
    yield Finding("daily seals", "broken" if broken else "well", said)


def _transport(options: Options) -> Iterator[Finding]:
    outside = options.host not in ("127.0.0.1", "::1", "localhost")
    bare = outside and not options.https
    said = "reachable from outside without HTTPS" if bare else "fits"
    yield Finding("transport", "see to" if bare else "well", said)


LOOKS: tuple[Look, ...] = (
    _database, _extensions, _role, _row_security, _schema, _keys, _disk, _clock, _jobs, _tail,
    _seals, _transport,
)  # fmt: skip
