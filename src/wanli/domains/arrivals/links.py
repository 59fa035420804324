"""The private address that whoever registered gets, and the digits that open it elsewhere.

Both come from the telling's id under the key that lies outside the database: nothing that is
kept there opens anything, and the same telling sent twice leads to the same address.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from uuid import UUID

from wanli.ground.keys import keyring

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ADDRESS, _DIGEST, _PIN, _DEVICE = (
    "arrival.address", "arrival.token", "arrival.pin", "arrival.device",
)  # fmt: skip
PIN_DIGITS = 4


def token_of(source_id: UUID) -> str:
    """What the address holds: 128 bits."""
    return urlsafe_b64encode(keyring().index(_ADDRESS, source_id.hex)).rstrip(b"=").decode()


def token_digest(token: str) -> str:
    """What is kept of it."""
    return keyring().index(_DIGEST, token).hex()


def pin_of(token: str) -> str:
    """The digits that open it on a phone that did not send it."""
    number = int.from_bytes(keyring().index(_PIN, token)[:8], "big")
    return f"{number % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def is_pin(token: str, said: str) -> bool:
    """Whether these are the digits."""
    digits = re.sub(r"\D", "", said)
    return hmac.compare_digest(digits, pin_of(token))


def device_of(token: str) -> str:
    """What a phone keeps that has opened it."""
    return keyring().index(_DEVICE, token).hex()


def knows(token: str, kept: str) -> bool:
    """Whether a phone has opened it."""
    return hmac.compare_digest(device_of(token).encode(), kept.encode("utf-8", "replace"))
