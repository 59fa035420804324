"""The last three contacts with a home by anybody, for the cards on which one is about to ask."""

from __future__ import annotations

from wanli.domains.people.lately import Touch, lately
from wanli.kernel.access import Access


def lately_at(access: Access, path: str) -> list[Touch]:
    """Of this home, the latest first; no more of each than the reader may see elsewhere."""
    return lately(access, [path]).get(path, [])
