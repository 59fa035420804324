"""Bring the seats of one place to its double."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.models import Post, Seat
from wanli.kernel import clock
from wanli.kernel.errors import Refused


def merge_seats(old: UUID, new: UUID, path: str) -> None:
    """In the transaction that merges the places. A vacant seat that both have is abolished.

    ``Refused`` where somebody holds the same post at both: it must be said which one counts.
    """
    for seat in Seat.objects.filter(place=old, retired_on=None).order_by("role", "ordinal"):
        held = Post.objects.filter(seat=seat, ended_at=None).select_related("user").first()
        same = Seat.objects.filter(place=new, role=seat.role, group=seat.group, retired_on=None)
        if held is None and same.exists():
            seat.retired_on = clock.today()
            seat.save(update_fields=["retired_on"])
            continue
        if held and Post.objects.filter(seat__in=same, user=held.user, ended_at=None).exists():
            raise Refused(
                _("{name}在两处都有“{role}”的岗位,请先免去一个再合并。"),
                name=held.user.name,
                role=seat.get_role_display(),
            )
        last = same.aggregate(n=Max("ordinal"))["n"] or 0
        Seat.objects.filter(pk=seat.pk).update(place=new, path=path, ordinal=last + 1)
        Post.objects.filter(seat=seat).update(place=new, path=path)
