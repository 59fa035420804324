"""What one person may do, and where. Pure: built once a request from her posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING, NOTHING, ROOT, Scope


def covers(subtree: str, path: str) -> bool:
    """Whether ``path`` is ``subtree`` itself or lies below it."""
    return path == subtree or path.startswith(subtree + ".")


def outermost(paths: set[str]) -> tuple[str, ...]:
    """The paths that no other one of them covers, sorted."""
    return tuple(
        sorted(p for p in paths if not any(other != p and covers(other, p) for other in paths))
    )


@dataclass(frozen=True, slots=True)
class Access:
    """Permissions by subtree. ``grants`` maps a permission to the paths where it holds."""

    user_id: UUID | None = None
    grants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scope: Scope = NOTHING
    is_system: bool = False
    needs_second_factor: bool = False
    """Whether a post of hers may only be used by somebody who signed in with two factors."""
    user_name: str = ""
    records: frozenset[UUID] | None = None
    """The only records it reaches, for somebody who speaks for herself; None: no such limit."""
    origin: str = ""
    """Where the person is speaking from (address of the client), for the access log."""

    @classmethod
    def system(cls) -> Access:
        """The machine itself: commands, worker, folder. May do everything."""
        return cls(scope=EVERYTHING, is_system=True, origin="system")

    def can(self, permission: str, path: str) -> bool:
        """Whether ``permission`` holds at the place with this path."""
        return self.is_system or any(covers(p, path) for p in self.grants.get(permission, ()))

    def reaches(self, record: UUID) -> bool:
        """Whether this record is not beyond what the access is limited to."""
        return self.records is None or record in self.records

    def has(self, permission: str) -> bool:
        """Whether ``permission`` holds anywhere at all."""
        return self.is_system or bool(self.grants.get(permission))

    def require(self, permission: str, path: str) -> None:
        """Raise ``Hidden`` unless ``permission`` holds at ``path``."""
        if not self.can(permission, path):
            raise Hidden

    def require_any(self, permission: str) -> None:
        """Raise ``Hidden`` unless ``permission`` holds somewhere."""
        if not self.has(permission):
            raise Hidden

    def paths(self, permission: str) -> tuple[str, ...]:
        """The subtrees where ``permission`` holds, outermost only."""
        return (ROOT,) if self.is_system else self.grants.get(permission, ())
