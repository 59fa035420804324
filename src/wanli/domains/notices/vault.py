"""What is sealed of channels and of those on duty."""

from __future__ import annotations

from django.db import models

from wanli.domains.notices.models import Channel, Number
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

ADDRESS, ON_DUTY = "notices.address", "notices.number"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Channel, "address_cipher", ADDRESS),
    (history(Channel), "address_cipher", ADDRESS),
    (Number, "phone_cipher", ON_DUTY),
)


def seal_address(address: str) -> bytes:
    """The address of a channel, sealed."""
    return keyring().seal(ADDRESS, address)


def address_of(channel: Channel) -> str:
    """Where a channel leads."""
    return keyring().open(ADDRESS, channel.address_cipher)


def seal_number(phone: str) -> bytes:
    """A number to call, sealed."""
    return keyring().seal(ON_DUTY, phone)


def number_of(kept: Number) -> str:
    """The number behind it."""
    return keyring().open(ON_DUTY, kept.phone_cipher)
