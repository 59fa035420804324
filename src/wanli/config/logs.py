"""Log lines that say where something went wrong, and nothing of whom it was about."""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

SECRETS = re.compile(r"(/card/|/sign-in/|/key/|/r/)[^/\s?]+")
"""What opens a door by being known, where it stands in an address."""
DETAIL = re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+|QUERY|WHERE):.*", re.M | re.S)
"""PostgreSQL quotes whole rows there."""
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")
DIGITS = re.compile(r"\d[\d Xx-]{4,}")
CHINESE = re.compile(r"[\u3400-\u9fff·]+")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Keeps the kind of an error and every line of its trace; drops the values it quotes."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(r"\1…", super().format(record))

    def formatException(self, ei: ExcInfo) -> str:
        kind, error, _trace = ei
        if kind is None or error is None:
            return ""
        told = traceback.TracebackException.from_exception(error, compact=True)
        one: traceback.TracebackException | None = told
        while one is not None:
            _hush(one)
            one = one.__cause__ or one.__context__
        return "".join(told.format()).rstrip()


def _hush(told: traceback.TracebackException) -> None:
    told._str = discreet(told._str)  # type: ignore[attr-defined]
    for more in told.exceptions or ():
        _hush(more)


def discreet(message: str) -> str:
    """An error's message without what somebody typed or what a row holds."""
    message = DETAIL.sub("", message).strip()
    for values in (QUOTED, DIGITS, CHINESE):
        message = values.sub("…", message)
    return message
