"""Why somebody did it, as she typed it."""

from __future__ import annotations

from wanli.kernel.errors import Refused

LEAST, MOST = 2, 200
"""Characters."""


def reason_given(why: str, missing: object) -> str:
    """The reason in one line, cut where the column ends; ``Refused`` with ``missing`` at the field
    ``why`` when there is none."""
    why = " ".join(why.split())
    if len(why) < LEAST:
        raise Refused(missing, field="why")
    return why[:MOST]
