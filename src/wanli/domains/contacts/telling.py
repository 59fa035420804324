"""Who is told when somebody is not well, and when nobody went to see her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.contacts.models import Contact, Visit
from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.places.queries import area_of
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

KEY, MISSED_KEY = "contact_worry", "care_missed"


def tell_worry(contact: Contact) -> None:
    """One message to the committee, in the caller's transaction."""
    area = area_of(contact.path)
    notice = Notice(Whom.COMMITTEE, area, [contact.pk])
    # What is said to the committee stands at the committee's place, not at the leader's.
    with acting(EVERYTHING):
        tell(kind=KEY, notices=[notice], channels=Channels(area))


def tell_missed(area: str, whom: str, visits: Sequence[Visit]) -> None:
    """One message to a committee or a subdistrict, one to each stairwell's leader, for all visits
    that nobody made. In the caller's transaction, with the system's scope."""
    together: defaultdict[str, list[UUID]] = defaultdict(list)
    for one in visits:
        where = one.path.rpartition(".")[0] if whom == Whom.STAIRWELL else area
        together[where].append(one.pk)
    notices = [Notice(whom, path, found) for path, found in together.items()]
    tell(kind=MISSED_KEY, notices=notices, channels=Channels(area))


def _standing(ids: Collection[UUID]) -> Collection[UUID]:
    open_ones = Contact.objects.filter(pk__in=list(ids), seen_at=None, withdrawn_at=None)
    return set(open_ones.values_list("pk", flat=True))


def _text(whom: str, n: int) -> str:
    return ngettext(
        "万里:联系住户时有 {n} 户情况不大好,请打开“今日”。",
        "万里:联系住户时有 {n} 户情况不大好,请打开“今日”。",
        n,
    ).format(n=n)


WORRY = Kind(KEY, _("联系时不大好"), _text, _standing)


def _still_missed(ids: Collection[UUID]) -> Collection[UUID]:
    open_ones = Visit.objects.filter(pk__in=list(ids), state=Visit.State.MISSED)
    return set(open_ones.values_list("pk", flat=True))


def _missed_text(whom: str, n: int) -> str:
    return ngettext(
        "万里:有 {n} 位要探望的人过时没人去,请马上打开“今日”。",
        "万里:有 {n} 位要探望的人过时没人去,请马上打开“今日”。",
        n,
    ).format(n=n)


MISSED = Kind(MISSED_KEY, _("探望没人去"), _missed_text, _still_missed)
