"""The choices that pages offer."""

from __future__ import annotations

from wanli.domains.people.models import HomeUse, IdKind, MarkKind

HOME_USES = tuple((use.value, use.label) for use in HomeUse)
MARK_KINDS = tuple((kind.value, kind.label) for kind in MarkKind)
ID_KINDS = tuple((kind.value, kind.label) for kind in IdKind)
