"""What the signed code of a certificate says: a CBOR Web Token (RFC 8392) without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import cbor2

_EXPIRES, _ISSUED, _NUMBER = 4, 6, 7
_SINCE, _LAST_DAY = -70_001, -70_002
"""Claims of our own, from the range for private use; days since 1970-01-01."""
_DAY_ONE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Code:
    """``since``: the day that the term is counted from. ``expires``: the first moment at which the
    code is good no more."""

    number: UUID
    since: date
    last_day: date
    issued: datetime
    expires: datetime

    def as_claims(self) -> bytes:
        """What is signed."""
        return cbor2.dumps(
            {
                _NUMBER: self.number.bytes,
                _ISSUED: int(self.issued.timestamp()),
                _EXPIRES: int(self.expires.timestamp()),
                _SINCE: (self.since - _DAY_ONE).days,
                _LAST_DAY: (self.last_day - _DAY_ONE).days,
            }
        )


def code_in(claims: bytes) -> Code:
    """The reverse of ``as_claims``, for what was verified."""
    held = cbor2.loads(claims)
    return Code(
        number=UUID(bytes=held[_NUMBER]),
        since=_DAY_ONE + timedelta(days=held[_SINCE]),
        last_day=_DAY_ONE + timedelta(days=held[_LAST_DAY]),
        issued=datetime.fromtimestamp(held[_ISSUED], UTC),
        expires=datetime.fromtimestamp(held[_EXPIRES], UTC),
    )
