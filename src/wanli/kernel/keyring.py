"""Keys for personal fields, kept outside the database.

A value is sealed with AES-GCM under the active key; the token carries the key's number and the
nonce, and is bound to the field's name. The same value always has the same keyed digest, so that
it can be found again without being readable.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import struct
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wanli.kernel import keyfiles

KEY_BYTES, NONCE_BYTES = 32, 12
INDEX_BYTES, TAIL_BYTES = 16, 8
_HEAD = struct.Struct(">H12s")


class Unreadable(Exception):
    """A token that no key here opens: altered, of another field, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    """Encryption keys by number, the active one, and the key of the digests."""

    keys: dict[int, bytes]
    active: int
    index_key: bytes

    def seal(self, field: str, value: str) -> bytes:
        """A token for ``value``, readable only as this ``field``."""
        return self.seal_bytes(field, value.encode())

    def seal_bytes(self, field: str, value: bytes) -> bytes:
        """As ``seal``, for a file."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = _cipher(self.keys[self.active]).encrypt(nonce, value, field.encode())
        return _HEAD.pack(self.active, nonce) + sealed

    def open(self, field: str, token: bytes | memoryview) -> str:
        """The value behind a token. Raises ``Unreadable``."""
        return self.open_bytes(field, token).decode()

    def open_bytes(self, field: str, token: bytes | memoryview) -> bytes:
        """As ``open``, for a file."""
        token = bytes(token)
        try:
            number, nonce = _HEAD.unpack_from(token)
            key = self.keys[number]
            return _cipher(key).decrypt(nonce, token[_HEAD.size :], field.encode())
        except (InvalidTag, KeyError, struct.error) as error:
            raise Unreadable(field) from error

    @staticmethod
    def number(token: bytes | memoryview) -> int:
        """The number of the key under which the token was sealed."""
        return int.from_bytes(bytes(token[:2]), "big")

    def is_current(self, token: bytes | memoryview) -> bool:
        """Whether the token was sealed under the active key."""
        return self.number(token) == self.active

    def index(self, field: str, value: str) -> bytes:
        """The digest by which a whole value is found: 16 bytes."""
        return hmac.digest(self.index_key, f"{field}={value}".encode(), "sha256")[:INDEX_BYTES]

    def tail(self, field: str, value: str) -> bytes:
        """The digest by which a value is found from its last four characters: 8 bytes."""
        return _tail(self.index_key, field, value[-4:])

    def sealed(self, field: str, value: str) -> tuple[bytes, bytes, bytes]:
        """What is kept of a value: its token, its digest, the digest of its end."""
        return self.seal(field, value), self.index(field, value), self.tail(field, value)

    def sealed_many(self, field: str, values: Sequence[str]) -> list[tuple[bytes, bytes, bytes]]:
        """As ``sealed``, for many values: one cipher and one draw of nonces for all."""
        encrypt, bound = _cipher(self.keys[self.active]).encrypt, field.encode()
        nonces = memoryview(os.urandom(NONCE_BYTES * len(values))).toreadonly()
        sealed = []
        for at, value in enumerate(values):
            nonce = bytes(nonces[at * NONCE_BYTES : (at + 1) * NONCE_BYTES])
            token = _HEAD.pack(self.active, nonce) + encrypt(nonce, value.encode(), bound)
            sealed.append((token, self.index(field, value), self.tail(field, value)))
        return sealed

    def with_new_key(self) -> Keyring:
        """The same ring with one key more, which is active."""
        number = max(self.keys) + 1
        keys = self.keys | {number: secrets.token_bytes(KEY_BYTES)}
        return Keyring(keys, number, self.index_key)

    def without(self, numbers: set[int]) -> Keyring:
        """The ring after keys were retired; the active one cannot be."""
        kept = {n: k for n, k in self.keys.items() if n not in numbers or n == self.active}
        return Keyring(kept, self.active, self.index_key)

    def joined(self, later: Keyring) -> Keyring:
        """The keys of both states of one ring, active as in the later one."""
        return Keyring(self.keys | later.keys, later.active, later.index_key)

    def save(self, file: Path) -> None:
        """Write the ring, readable by its owner alone; never half written."""
        keyfiles.replace(file, self._text())

    def save_first(self, file: Path) -> None:
        """The same, unless another process or thread has put a ring there meanwhile."""
        keyfiles.put_first(file, self._text())

    def _text(self) -> str:
        return json.dumps(
            {
                "active": self.active,
                "keys": {str(n): b64encode(k).decode() for n, k in self.keys.items()},
                "index": b64encode(self.index_key).decode(),
            }
        )


def fresh() -> Keyring:
    """A ring for a new installation."""
    return Keyring({1: secrets.token_bytes(KEY_BYTES)}, 1, secrets.token_bytes(KEY_BYTES))


def load(file: Path) -> Keyring:
    """The ring kept in ``file``, made there at first use; read again when the file changes."""
    if not file.exists():
        # Whoever comes second takes the first one's: what one thread sealed, all must open.
        fresh().save_first(file)
    return _read(file, file.stat().st_mtime_ns)


@cache
def _read(file: Path, version: int) -> Keyring:
    held = json.loads(file.read_text())
    keys = {int(number): b64decode(key) for number, key in held["keys"].items()}
    return Keyring(keys, int(held["active"]), b64decode(held["index"]))


@lru_cache(maxsize=50_000)
def _tail(key: bytes, field: str, end: str) -> bytes:
    """There are few ends; each is digested once."""
    return hmac.digest(key, f"{field}~{end}".encode(), "sha256")[:TAIL_BYTES]


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
