"""That the committee is told at once when somebody is not well."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.contacts.models import Contact
from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.observation.planned import area_of
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

KEY = "contact_worry"


def tell_worry(contact: Contact) -> None:
    """One message to the committee, in the caller's transaction."""
    area = area_of(contact.path)
    notice = Notice(Whom.COMMITTEE, area, [contact.pk])
    # What is said to the committee stands at the committee's place, not at the leader's.
    with acting(EVERYTHING):
        tell(kind=KEY, notices=[notice], channels=Channels(area))


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
