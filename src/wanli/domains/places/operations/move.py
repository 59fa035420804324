"""Move a place, with all that stands beneath it, to another parent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.kinds import KINDS
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.ground.rowsecurity import scoped_columns
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the subtree was and is, and how many rows of each table followed it."""

    old_path: str
    new_path: str
    rows: dict[str, int]


def move(*, access: Access, label: str, new_parent: str) -> Moved:
    """Rewrite the paths of a subtree and of every row that hangs on it.

    In the caller's transaction; ``ledger.operations.move_place`` is the whole operation, books
    included. Permission ``place.edit`` at both ends. ``Refused`` when the kinds do not fit,
    the target lies inside the subtree, or a sibling there has the same name.
    """
    place, parent = _locked(access, label, new_parent)
    if parent.kind not in KINDS[place.kind].parents:
        raise Refused(
            _("{child}不能放在{parent}下面,请另选上级。"),
            field="new_parent",
            child=KINDS[place.kind].name,
            parent=KINDS[parent.kind].name,
        )
    if covers(place.path, parent.path):
        raise Refused(_("不能移到它自己的下面,请另选上级。"), field="new_parent")
    if _has_namesake(place, parent):
        raise Refused(
            _("那里已经有「{name}」,请先改名或合并。"), field="new_parent", name=place.name
        )
    old_path, new_path = place.path, f"{parent.path}.{place.label}"
    if old_path == new_path:
        return Moved(old_path, new_path, {})
    last = Place.objects.filter(parent=parent, kind=place.kind).aggregate(n=Max("ordinal"))["n"]
    Place.objects.filter(pk=place.pk).update(parent=parent, ordinal=(last or 0) + 1)
    return Moved(old_path, new_path, rewrite(old_path, new_path))


def repoint(old_path: str, new_path: str, *, leave: Collection[str] = ()) -> None:
    """Give every row that hangs on exactly this place another one's path.

    The tables of places and books excepted, and those to ``leave``.
    """
    with acting(EVERYTHING), transaction.atomic(), connection.cursor() as cursor:
        for table, column in scoped_columns():
            if not table.startswith(("places_", "ledger_")) and table not in leave:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s::ltree WHERE {column} = %s::ltree",
                    [new_path, old_path],
                )


def rewrite(old_path: str, new_path: str) -> dict[str, int]:
    """Replace the head of every path in the database that lies at or below ``old_path``.

    Every row follows its place, those too that whoever moves it may not see.
    """
    rows: dict[str, int] = {}
    with acting(EVERYTHING), transaction.atomic(), connection.cursor() as cursor:
        for table, column in scoped_columns():
            cursor.execute(
                f"""UPDATE {table} SET {column} = CASE
                    WHEN {column} = %(old)s::ltree THEN %(new)s::ltree
                    ELSE %(new)s::ltree || subpath({column}, nlevel(%(old)s::ltree)) END
                WHERE {column} <@ %(old)s::ltree""",
                {"old": old_path, "new": new_path},
            )
            if cursor.rowcount:
                rows[table] = rows.get(table, 0) + cursor.rowcount
    return rows


def _locked(access: Access, label: str, new_parent: str) -> tuple[Place, Place]:
    """Both places, locked in path order so that two moves cannot wait for each other."""
    found = {
        place.label: place
        for place in Place.objects.standing()
        .filter(label__in=[label, new_parent])
        .order_by("path")
        .select_for_update()
    }
    if label not in found or new_parent not in found:
        raise Hidden
    for place in found.values():
        access.require("place.edit", place.path)
    return found[label], found[new_parent]


def _has_namesake(place: Place, parent: Place) -> bool:
    return (
        Place.objects.standing()
        .filter(parent=parent, kind=place.kind, name=place.name)
        .exclude(pk=place.pk)
        .exists()
    )
