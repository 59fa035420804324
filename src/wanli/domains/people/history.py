"""What was changed in a person, when and by whom: from the history that triggers keep, masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wanli.domains.accounts.queries import names_of
from wanli.domains.people.models import KeyMark, MarkKind, Person, Phone, Residence
from wanli.domains.people.vault import PHONE, keyring
from wanli.domains.places.queries import names
from wanli.kernel.keyring import Unreadable
from wanli.kernel.masking import mask_name, mask_phone

SHOWN = 40
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What one person did to another one's record in one go; ``by`` is empty for the system."""

    at: datetime
    by: str
    what: tuple[str, ...]


def changes_of(person: Person, *, at_most: int = SHOWN) -> list[Change]:
    """The latest changes first, as far as the reader may see them. Six queries."""
    found: defaultdict[tuple[datetime, str], list[str]] = defaultdict(list)
    for table, say in (
        (Person, _person),
        (Residence, _residence),
        (Phone, _phone),
        (KeyMark, _mark),
    ):
        for before, after in _steps(table, person.pk):
            said = say(before, after)
            if said:
                found[after["pgh_created_at"], _user(after)] += said
    users = names_of(UUID(user) for _at, user in found if user)
    return [
        Change(at, users.get(user, ""), tuple(dict.fromkeys(said)))
        for (at, user), said in sorted(found.items(), reverse=True)[:at_most]
    ]


def last_hand(person: Person) -> str:
    """Who changed the person last; empty when that is not known."""
    latest = changes_of(person, at_most=1)
    return latest[0].by if latest else ""


def _steps(model: Any, person_id: UUID) -> Iterable[tuple[Row | None, Row]]:
    """Each event of the person's rows with the one before it of the same row."""
    key = "id" if model is Person else "person_id"
    events = model.pgh_event_model.objects.filter(**{key: person_id}).order_by("pgh_id")
    last: dict[Any, Row] = {}
    for event in events.values():
        yield last.get(event["id"]), event
        last[event["id"]] = event


def _user(event: Row) -> str:
    return str((event["pgh_context"] or {}).get("user", ""))


def _person(before: Row | None, after: Row) -> list[str]:
    if before is None:
        return [_("新登记")] if after["pgh_label"] == "insert" else []
    said = []
    if before["name"] != after["name"]:
        said.append(
            _("姓名:{old} → {new}").format(
                old=mask_name(before["name"]), new=mask_name(after["name"])
            )
        )
    for columns, sentence in (
        (("sex",), _("改了性别")),
        (("birth_date",), _("改了出生日期")),
        (("id_kind", "id_index"), _("改了证件")),
    ):
        if any(before[column] != after[column] for column in columns):
            said.append(sentence)
    said += _left(before["left_on"], after["left_on"])
    if before["merged_into_id"] != after["merged_into_id"]:
        said.append(_("并入另一条记录") if after["merged_into_id"] else _("撤回了合并"))
    return said


def _left(before: date | None, after: date | None) -> list[str]:
    if before == after:
        return []
    return [_("搬走") if after else _("搬回")]


def _residence(before: Row | None, after: Row) -> list[str]:
    where = after["outside"] or names([after["path"]]).get(after["path"], "")
    said = []
    for side, began, ended in (
        ("actual", _("住在{where}"), _("不再住在{where}")),
        ("registered", _("户籍在{where}"), _("户籍不再在{where}")),
    ):
        was, now = _stands(before, side), _stands(after, side)
        if was != now:
            said.append((began if now else ended).format(where=where))
    return said


def _stands(row: Row | None, side: str) -> bool:
    return bool(row and row["pgh_label"] != "delete" and row[side] and row["until"] is None)


def _phone(before: Row | None, after: Row) -> list[str]:
    if before is None and after["pgh_label"] == "insert":
        return [_("添了电话 {number}").format(number=_number(after))]
    if after["pgh_label"] == "delete":
        return [_("删了电话 {number}").format(number=_number(after))]
    return []


def _number(row: Row) -> str:
    try:
        return mask_phone(keyring().open(PHONE, row["cipher"]))
    except Unreadable:
        return "••••"


def _mark(before: Row | None, after: Row) -> list[str]:
    name = str(MarkKind(after["kind"]).label)
    was = bool(before and before["until"] is None)
    now = after["until"] is None and after["pgh_label"] != "delete"
    if was == now:
        return []
    return [(_("列为{kind}") if now else _("不再列为{kind}")).format(kind=name)]


_SAYING = ((Person, _person), (Residence, _residence), (Phone, _phone), (KeyMark, _mark))
