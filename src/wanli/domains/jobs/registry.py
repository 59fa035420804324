"""Which work does which kind of job: each domain says so next to its tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wanli.kernel.access import Access

Tell = Callable[[int, int], None]
"""Say how far the work is: so much done of so much. Raises ``Stopped`` when it shall end."""


class Stopped(Exception):
    """Whoever asked for the job has cancelled it: end here, with what is committed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that came of a job."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """How a kind of job is done. ``permission``: who may see and stop it, at its place."""

    permission: str
    do: Callable[[Access, dict[str, Any], Tell], Made | None]


_works: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Called once for each kind when its domain's tasks are read.

    ``work.do`` runs with the rights of whoever asked, outside any transaction; it may be killed
    at any moment and is then called again with the same, so a second run must not double what
    the first one did.
    """
    if _works.setdefault(kind, work) is not work:
        raise ValueError(f"{kind} is registered twice")


def work_of(kind: str) -> Work:
    """The work that does this kind of job."""
    return _works[kind]
