"""Establish and abolish seats, appoint to them, and end posts.

In the caller's transaction: ``ledger.operations.seats`` has the whole operations, books included.
"""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from wanli.domains.accounts.access import post_for, seat_for
from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.accounts.roles import GROUPS, ROLES
from wanli.domains.places.access import held_place
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

EARLIEST = timedelta(days=366)
"""An appointment may be entered so long after it was made."""
USERNAME = re.compile(r"[A-Za-z0-9._-]{3,40}")


def establish_seat(
    *, access: Access, label: str, role: str, group: str = "", title: str = ""
) -> Seat:
    """A new, vacant seat at the place with this label. Permission ``post.assign`` there.

    ``Refused`` when the role is not held at such a place, or group and role do not fit.
    """
    # Held: whoever else establishes a seat here waits for this one to have its number.
    place = held_place(access, label, "post.assign")
    if role not in ROLES or place.kind not in ROLES[role].places:
        raise Refused(_("这种地点不设这个岗位,请从列出的里面选。"), field="role")
    if ROLES[role].in_group and group not in GROUPS:
        raise Refused(_("请选一个工作组。"), field="group")
    group = group if ROLES[role].in_group else ""
    if len(title) > 40:
        raise Refused(_("称呼请缩到 40 个字以内。"), field="title")
    taken = Seat.objects.filter(place=place, role=role, group=group)
    last = taken.aggregate(n=Max("ordinal"))["n"] or 0
    return Seat.objects.create(
        place=place,
        path=place.path,
        role=role,
        group=group,
        title=" ".join(title.split()),
        ordinal=last + 1,
    )


def abolish_seat(*, access: Access, seat_id: UUID) -> Seat:
    """Abolish a vacant seat. ``Refused`` while it is held; twice changes nothing."""
    hold_tree()
    seat_for(access, seat_id, "post.assign")
    seat = Seat.objects.select_for_update().get(pk=seat_id)
    if _holder(seat):
        raise Refused(_("这个岗位上还有人,先免去再撤销。"))
    if seat.retired_on is None:
        seat.retired_on = clock.today()
        seat.save(update_fields=["retired_on"])
    return seat


def appoint(
    *,
    access: Access,
    seat_id: UUID,
    user_id: UUID | None = None,
    new_name: str = "",
    username: str = "",
    since: date | None = None,
) -> Post:
    """Appoint a user, or a new one of this name, to a vacant seat.

    Permission ``post.assign`` at the seat. A new user gets a sign-in name of six digits unless
    one is given, and neither password nor card yet. The same appointment again changes nothing.
    """
    hold_tree()
    seat_for(access, seat_id, "post.assign")
    seat = Seat.objects.select_for_update().get(pk=seat_id)
    today = clock.today()
    since = since or today
    if seat.retired_on:
        raise Refused(_("这个岗位已经撤销。"))
    if not today - EARLIEST <= since <= today:
        raise Refused(_("任职日期应在今天或之前的一年里。"), field="since")
    held = _holder(seat)
    if held and held.user_id == user_id:
        return held
    if held:
        raise Refused(_("{name}还在这个岗位上,先免去再任命别人。"), name=held.user.name)
    if user_id is None:
        user = _new_user(new_name, username)
    else:
        found = User.objects.filter(pk=user_id, is_active=True).first()
        if found is None:
            raise Refused(_("找不到这个人,请重新查找。"), field="user_id")
        user = found
    try:
        with transaction.atomic():
            return Post.objects.create(
                seat=seat,
                place_id=seat.place_id,
                path=seat.path,
                role=seat.role,
                group=seat.group,
                user=user,
                during=DateRange(since, None),
            )
    except IntegrityError:
        raise Refused(_("{name}在这里已有同样的岗位。"), field="user_id", name=user.name) from None


def end_post(*, access: Access, post_id: UUID) -> Post:
    """End a post now. Permission ``post.assign`` there; nobody ends her own. Twice is once."""
    hold_tree()
    post_for(access, post_id, "post.assign")
    post = Post.objects.select_for_update().get(pk=post_id)
    if post.user_id == access.user_id:
        raise Refused(_("这是您自己的岗位,请由别人免去。"))
    if post.ended_at is None:
        post.ended_at = clock.now()
        last = max(clock.today(), post.during.lower)
        post.during = DateRange(post.during.lower, last + timedelta(days=1))
        post.save(update_fields=["ended_at", "during"])
    return post


def _holder(seat: Seat) -> Post | None:
    return Post.objects.filter(seat=seat, ended_at=None).select_related("user").first()


def _new_user(name: str, username: str) -> User:
    name = " ".join(name.split())
    if not name:
        raise Refused(_("请选一个人,或写新人的姓名。"), field="new_name")
    if len(name) > 60:
        raise Refused(_("姓名请缩到 60 个字以内。"), field="new_name")
    username = username.strip()
    if username and not USERNAME.fullmatch(username):
        raise Refused(
            _("登录名用 3 到 40 个英文字母、数字或 . _ -,不写就自动编号。"), field="username"
        )
    while not username:
        number = str(secrets.randbelow(900_000) + 100_000)
        username = "" if User.objects.filter(username=number).exists() else number
    try:
        with transaction.atomic():
            return User.objects.create_user(username, name=name)
    except IntegrityError:
        raise Refused(
            _("登录名“{username}”已有人用,请换一个。"), field="username", username=username
        ) from None
