"""Keys with which the installation signs what it hands out: ES256, in COSE messages.

Anybody who has the public half can check a code without asking us. The secret half of a key that
was replaced is thrown away, its public half is kept: what it signed verifies on.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from wanli.kernel import keyfiles

if TYPE_CHECKING:
    from cwt.cose_key_interface import COSEKeyInterface

NUMBER_BYTES = 4
_TAG = 18
"""Of a COSE_Sign1 message (RFC 9052, section 4.2)."""
_PROTECTED = cbor2.dumps({1: -7})
"""Signed with ES256, and nothing else is."""
_SIGNATURE_BYTES = 64
_LONGEST = 512
_TEXT = re.compile(r"[A-Za-z0-9_-]{1,700}")


class Unsigned(Exception):
    """A code that none of our keys has signed as it stands."""


@dataclass(frozen=True)
class SigningKeys:
    """The key that signs, and the public half of every key that ever did, by its number."""

    secret: str
    """PKCS 8, PEM."""
    public: Mapping[str, str]
    """Number in hexadecimal, and the key as PEM."""
    active: str

    def sign(self, payload: bytes) -> bytes:
        """The message: ``payload``, the number of the key, the signature."""
        from cwt import COSE  # here: a start signs nothing

        number = bytes.fromhex(self.active)
        writer = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True)
        return bytes(writer.encode_and_sign(payload, _cose(self.secret, number)))

    def verified(self, message: bytes) -> bytes:
        """What was signed. Raises ``Unsigned`` for anything else than a whole message of ours."""
        from cwt import COSE, VerifyError

        public = self.public.get(_number_in(message).hex())
        if public is None:
            raise Unsigned
        try:
            payload = COSE.new().decode(message, _cose(public, _number_in(message)))
        except (VerifyError, ValueError) as error:
            raise Unsigned from error
        return bytes(payload)

    def with_new_key(self) -> SigningKeys:
        """The same keys and one more, which signs from now on; the one before only verifies."""
        later = fresh()
        return SigningKeys(later.secret, {**self.public, **later.public}, later.active)

    def joined(self, later: SigningKeys) -> SigningKeys:
        """The keys of both states, signing as the later one does."""
        return SigningKeys(later.secret, {**self.public, **later.public}, later.active)

    def save(self, file: Path) -> None:
        """Write the keys, readable by their owner alone; never half written."""
        keyfiles.replace(file, self._text())

    def save_first(self, file: Path) -> None:
        """The same, unless somebody has put keys there meanwhile."""
        keyfiles.put_first(file, self._text())

    def _text(self) -> str:
        kept = {"active": self.active, "secret": self.secret, "public": dict(self.public)}
        return json.dumps(kept)


def fresh() -> SigningKeys:
    """The first key of an installation."""
    secret = ec.generate_private_key(ec.SECP256R1())
    pem = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    shown = secret.public_key()
    public = shown.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    der = shown.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    number = hashlib.sha256(der).digest()[:NUMBER_BYTES].hex()
    return SigningKeys(pem, {number: public}, number)


def load(file: Path) -> SigningKeys:
    """The keys kept in ``file``, made there at first use; read again when the file changes."""
    if not file.exists():
        # Whoever comes second takes the first one's: what one process signed, all must verify.
        fresh().save_first(file)
    return _read(file, file.stat().st_mtime_ns)


def as_text(message: bytes) -> str:
    """A message as it stands in an address."""
    return urlsafe_b64encode(message).rstrip(b"=").decode()


def of_text(said: str) -> bytes:
    """The message in an address. Raises ``Unsigned`` where none is."""
    if not _TEXT.fullmatch(said):
        raise Unsigned
    try:
        return urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except ValueError as error:
        raise Unsigned from error


@cache
def _read(file: Path, version: int) -> SigningKeys:
    held = json.loads(file.read_text())
    return SigningKeys(held["secret"], held["public"], held["active"])


@cache
def _cose(pem: str, number: bytes) -> COSEKeyInterface:
    from cwt import COSEKey

    return COSEKey.from_pem(pem, alg="ES256", kid=number)


def _number_in(message: bytes) -> bytes:
    """Of the key that signed it. What is not exactly what ``sign`` makes goes no further: the
    library behind reads many other kinds of message."""
    if len(message) > _LONGEST:
        raise Unsigned
    try:
        found = cbor2.loads(message)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise Unsigned from error
    if not isinstance(found, cbor2.CBORTag) or found.tag != _TAG:
        raise Unsigned
    match found.value:
        case [bytes(protected), dict(open_), bytes(_payload), bytes(signature)] if (
            protected == _PROTECTED and len(signature) == _SIGNATURE_BYTES and list(open_) == [4]
        ):
            number = open_[4]
            if isinstance(number, bytes) and cbor2.dumps(found) == message:
                return number
    raise Unsigned
