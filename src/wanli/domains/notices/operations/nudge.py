"""Remind one person on duty of something, and open the number at which she can be called."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.access import post_for
from wanli.domains.accounts.models import Post
from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.notices.models import Message, Number, Whom
from wanli.domains.notices.operations.tell import Channels
from wanli.domains.notices.vault import number_of, seal_number
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

LEVELS = {"stairwell_leader": Whom.STAIRWELL, "subdistrict_leader": Whom.SUBDISTRICT}
STREET = {
    "subdistrict_leader", "leading_group_head", "working_group_head", "working_group_member",
    "inspector", "privacy_officer", "system_administrator",
}  # fmt: skip


def level_of(role: str) -> Whom:
    """Through whose channels somebody of this role is reached."""
    if role in STREET:
        return Whom.SUBDISTRICT
    return LEVELS.get(role, Whom.COMMITTEE)


def nudge(*, access: Access, post_id: UUID, said: str, message_id: UUID) -> Message:
    """Tell the holder of a post ``said``: on her Today at once, and through her group's channel
    where there is one. The same ``message_id`` again changes nothing. Permission ``notice.send``
    at the post's place."""
    said = " ".join(said.split())[:200]
    if not said:
        raise Refused(_("请写明要提醒什么。"), field="said")
    with transaction.atomic():
        post = _duty(access, post_id)
        known = Message.objects.filter(pk=message_id).first()
        if known:
            return known
        whom = level_of(post.role)
        way = Channels(post.path).to(whom, post.path)
        try:
            with transaction.atomic():
                return Message.objects.create(
                    id=message_id,
                    kind="nudge",
                    whom=whom,
                    path=post.path,
                    user_id=post.user_id,
                    by_id=access.user_id,
                    said=said,
                    channel_id=way,
                    state=Message.State.WAITING if way else Message.State.NONE,
                )
        except IntegrityError:
            raise Refused(_("这条记录和别的撞了号。请重新打开页面,再办一次。")) from None


def _duty(access: Access, post_id: UUID) -> Post:
    post = post_for(access, post_id, "notice.send")
    if not Post.objects.in_force().filter(pk=post.pk).exists():
        raise Hidden
    return post


def open_number(*, access: Access, post_id: UUID, reason: str) -> str:
    """The number of the holder of a post, logged; empty when she left none."""
    with transaction.atomic():
        post = _duty(access, post_id)
        record_opening(
            access=access, path=post.path, subject_kind="user", subject=post.user_id,
            what="phone", reason=reason,
        )  # fmt: skip
        kept = Number.objects.filter(user=post.user_id).first()
        return number_of(kept) if kept else ""


def leave_number(*, access: Access, phone: str) -> None:
    """Say at which number one can be called on duty; nothing takes it back."""
    user, digits = access.user_id, "".join(phone.split()).replace("-", "")
    if user is None:
        raise Hidden
    with transaction.atomic():
        if not digits:
            Number.objects.filter(user=user).delete()
            return
        if not (digits.isascii() and digits.lstrip("+").isdigit() and 5 <= len(digits) <= 16):
            raise Refused(_("号码看不懂。请只写数字,座机写上区号。"), field="phone")
        Number.objects.update_or_create(
            user_id=user,
            defaults={"phone_cipher": seal_number(digits), "set_at": clock.now()},
        )


def mark_seen(*, access: Access, message_id: UUID) -> None:
    """Say that one has read a reminder meant for oneself. ``Hidden`` for anybody else's."""
    with transaction.atomic():
        own = Message.objects.filter(pk=message_id, user=access.user_id)
        if not access.user_id or not own.exists():
            raise Hidden
        own.filter(seen_at=None).update(seen_at=clock.now())
