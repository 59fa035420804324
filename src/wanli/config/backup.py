"""One encrypted file that holds an installation: database, keys, uploads.

The file is a tar (manifest, keys, secret, settings, uploads, database dump), cut into chunks, each
sealed with AES-256-GCM under a key that scrypt makes of the passphrase. A chunk's number and
whether it is the last are part of what is sealed: none can be dropped, moved or added.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wanli.config.options import Options
from wanli.config.postgres import DATABASE, EXTENSIONS, OWNER, binaries
from wanli.config.running import own_server
from wanli.kernel import keyring, signing

MAGIC = b"WANLIBK1"
CHUNK = 1 << 20
SALT_BYTES = 16
COST = {"n": 1 << 15, "r": 8, "p": 1}
BESIDE = ("keys.json", "signing.json", "secret", "wanli.toml")


class BadBackup(Exception):
    """The file is no backup, is damaged, or the passphrase is wrong."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a backup holds."""

    rows: dict[str, int]
    bytes: int


def owner_conninfo(options: Options) -> dict[str, Any]:
    """Where the owner of the tables connects."""
    if options.database_owner_url:
        return dict(conninfo_to_dict(options.database_owner_url))
    server = own_server(options)
    if server is None:
        raise BadBackup("Set WANLI_DATABASE_OWNER_URL too: the tables belong to their owner.")
    return server.conninfo(user=OWNER, database=DATABASE)


def write(options: Options, target: Path, passphrase: str) -> Result:
    """Back up a running installation into ``target``; work goes on meanwhile.

    The database is one snapshot; the counts in the manifest are of the same snapshot. Nothing is
    left at or beside ``target`` when it cannot be finished; an older backup there stays.
    """
    draft = target.with_name(target.name + ".part")
    try:
        return _write(options, target, draft, passphrase)
    except OSError as error:
        raise BadBackup(f"The backup could not be written: {error.strerror or error}.") from None
    finally:
        draft.unlink(missing_ok=True)


def _write(options: Options, target: Path, draft: Path, passphrase: str) -> Result:
    with tempfile.TemporaryDirectory(prefix="wanli-backup-") as folder:
        dump = Path(folder) / "database"
        keys, signs = Path(folder) / "keys.json", Path(folder) / "signing.json"
        ring, signers = keyring.load(options.keys_file), signing.load(options.signing_file)
        rows = _dump(owner_conninfo(options), dump)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            with (
                _Sealing(stream, passphrase) as sealing,
                tarfile.open(fileobj=sealing, mode="w|") as archive,
            ):
                manifest = json.dumps({"rows": rows, "format": 1}).encode()
                info = tarfile.TarInfo("manifest.json")
                info.size = len(manifest)
                archive.addfile(info, io.BytesIO(manifest))
                # A rotation may end while the dump is written: keys of before and after.
                ring.joined(keyring.load(options.keys_file)).save(keys)
                archive.add(keys, "keys.json")
                signers.joined(signing.load(options.signing_file)).save(signs)
                archive.add(signs, "signing.json")
                for name in BESIDE[2:]:
                    if (options.data / name).exists():
                        archive.add(options.data / name, name)
                if options.uploads.exists():
                    archive.add(options.uploads, "uploads")
                archive.add(dump, "database")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    return Result(rows, target.stat().st_size)


def check(source: Path, passphrase: str) -> None:
    """Raise ``BadBackup`` unless this is a backup that the passphrase opens, to its very end.

    So that a folder is not half filled from a file that breaks off.
    """
    with source.open("rb") as stream:
        opening = _Opening(stream, passphrase)
        while opening.read(CHUNK):
            pass


def read(options: Options, source: Path, passphrase: str) -> dict[str, int]:
    """Unpack a backup into an empty, set-up installation; returns the rows it must have.

    The keys are put in place before the database, so that nothing unreadable is ever served.
    """
    with tempfile.TemporaryDirectory(prefix="wanli-restore-") as folder:
        unpacked = Path(folder)
        with (
            source.open("rb") as stream,
            tarfile.open(fileobj=_Opening(stream, passphrase), mode="r|") as archive,
        ):
            archive.extractall(unpacked, filter="data")
        manifest = json.loads((unpacked / "manifest.json").read_text())
        for name in BESIDE:
            if (unpacked / name).exists():
                shutil.copy2(unpacked / name, options.data / name)
                (options.data / name).chmod(0o600)
        if (unpacked / "uploads").exists():
            shutil.copytree(unpacked / "uploads", options.uploads, dirs_exist_ok=True)
        _restore(owner_conninfo(options), unpacked / "database")
    return dict(manifest["rows"])


def row_counts(where: dict[str, Any]) -> dict[str, int]:
    """Rows of every table, as their owner counts them."""
    with psycopg.connect(**where) as connection:
        return _count(connection)


def refuse_unfit(where: dict[str, Any]) -> None:
    """Raise ``BadBackup`` unless the database is prepared, and empty."""
    try:
        with psycopg.connect(**where) as connection:
            tables = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm')"
                " AND relnamespace = 'public'::regnamespace"
            ).fetchone()
            known = connection.execute("SELECT extname FROM pg_extension").fetchall()
    except psycopg.OperationalError as error:
        raise BadBackup(f"The database cannot be reached: {error}") from None
    if tables and tables[0]:
        raise BadBackup(
            f"The database is not empty: it has {tables[0]} tables. Restore into a new one, made"
            " with `wanli database prepare --name NAME`, and set both addresses to it."
        )
    missing = sorted(set(EXTENSIONS) - {name for (name,) in known})
    if missing:
        raise BadBackup(
            f"The database lacks {', '.join(missing)}: have its superuser run what"
            " `wanli database prepare` prints."
        )


def _count(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
        " AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    found = {}
    for (table,) in tables:
        counted = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        assert counted is not None
        found[table] = int(counted[0])
    return found


def _dump(where: dict[str, Any], target: Path) -> dict[str, int]:
    with psycopg.connect(**where) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert exported is not None
        with target.open("wb") as stream:
            _program(
                "pg_dump",
                "--format=custom",
                "--schema=public",
                "--compress=3",
                f"--snapshot={exported[0]}",
                where=where,
                stdout=stream,
            )
        return _count(connection)


def _restore(where: dict[str, Any], dump: Path) -> None:
    listed = _program("pg_restore", "--list", str(dump), stdout=subprocess.PIPE)
    wanted = [
        line
        for line in listed.decode().splitlines()
        if " SCHEMA - public" not in line and " DEFAULT ACL " not in line
    ]
    contents = dump.with_name("contents")
    contents.write_text("\n".join(wanted) + "\n")
    _program(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-comments",
        f"--use-list={contents}",
        str(dump),
        where=where,
    )


def _program(
    name: str,
    *arguments: str,
    where: dict[str, Any] | None = None,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
) -> bytes:
    open_to_all = {key: value for key, value in (where or {}).items() if key != "password"}
    # Everybody on the machine reads a command's arguments; its environment is its own.
    secret = {"PGPASSWORD": str(where["password"])} if where and "password" in where else {}
    database = [f"--dbname={make_conninfo(**open_to_all)}"] if where else []
    done = subprocess.run(
        [str(binaries() / name), *database, *arguments],
        env=os.environ | secret,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise BadBackup(f"{name} failed: {done.stderr.decode(errors='replace')[-600:]}")
    return done.stdout or b""


def _key(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))


class _Sealing(io.RawIOBase):
    """A stream that seals what is written to it, chunk by chunk."""

    def __init__(self, target: IO[bytes], passphrase: str) -> None:
        salt = os.urandom(SALT_BYTES)
        self.target, self.key, self.number, self.held = target, _key(passphrase, salt), 0, b""
        target.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += bytes(data)
        while len(self.held) > CHUNK:
            self._put(self.held[:CHUNK], last=False)
            self.held = self.held[CHUNK:]
        return len(data)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        sealed = self.key.encrypt(_nonce(self.number, last=last), chunk, MAGIC)
        self.target.write(struct.pack(">IB", len(sealed), last) + sealed)
        self.number += 1

    def close(self) -> None:
        if not self.closed:
            self._put(self.held, last=True)
        super().close()


class _Opening(io.RawIOBase):
    """A stream that opens what ``_Sealing`` wrote; ``BadBackup`` at the first wrong byte."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        head = source.read(len(MAGIC) + SALT_BYTES)
        if not head.startswith(MAGIC):
            raise BadBackup("This file is not a backup of Wanli.")
        self.chunks = self._chunks(source, _key(passphrase, head[len(MAGIC) :]))
        self.held = b""

    def _chunks(self, source: IO[bytes], key: AESGCM) -> Iterator[bytes]:
        number = 0
        while True:
            head = source.read(5)
            if len(head) < 5:
                raise BadBackup("The backup ends too early: the file is incomplete.")
            length, last = struct.unpack(">IB", head)
            try:
                yield key.decrypt(_nonce(number, last=bool(last)), source.read(length), MAGIC)
            except InvalidTag:
                raise BadBackup("Wrong passphrase, or the file is damaged.") from None
            number += 1
            if last:
                return

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.held) < size:
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.held += chunk
        size = len(self.held) if size < 0 else size
        given, self.held = self.held[:size], self.held[size:]
        return given
