"""What can come of knocking at a door."""

from __future__ import annotations

MET, BY_PHONE, NOBODY, REFUSED = "met", "by_phone", "nobody", "refused"
EMPTY, LET, ELSEWHERE = "empty", "let", "elsewhere"

ALL = (MET, BY_PHONE, NOBODY, REFUSED, EMPTY, LET, ELSEWHERE)
SETTLED = frozenset({MET, BY_PHONE, EMPTY, LET, ELSEWHERE})
"""After these the door counts as canvassed; after the others somebody goes again."""
AGAIN_AFTER_DAYS = {NOBODY: 1, REFUSED: 2}
"""When somebody goes again, unless a day was agreed."""
USE_OF_HOME = {EMPTY: "empty", LET: "let"}
"""What a result says of the home itself."""
