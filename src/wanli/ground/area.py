"""A part of the tree: all that lies below a place, less what lies below others in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from wanli.ground.fields import below


@dataclass(frozen=True, slots=True)
class Area:
    """Everything at and below ``path``, but nothing at or below any of ``without``."""

    path: str
    without: tuple[str, ...] = ()

    def q(self, column: str = "path") -> Q:
        """Rows whose ``column`` lies in it."""
        inside = below([self.path], column)
        return inside & ~below(self.without, column) if self.without else inside
