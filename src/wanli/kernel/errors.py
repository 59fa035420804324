"""The two ways in which Wanli says no."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done; the message tells the reader what is wrong and what to do.

    ``message`` is a message id in Chinese (or a lazy string); whoever shows it translates it
    first and then fills in ``params``. ``field`` names the input that is wrong, if one is.
    """

    def __init__(self, message: object, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return str(self.message).format(**self.params)


class Hidden(Exception):
    """Missing, or not yours to see: the reader must not be able to tell which (HTTP 404)."""
