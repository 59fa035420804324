"""Printed cards to sign in with, for those who have neither e-mail nor a password in mind."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.access import user_for
from wanli.domains.accounts.models import Card, Post, User
from wanli.domains.accounts.roles import ROLES
from wanli.ground.acting import acting
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING

MOST_WRONG = 5
"""After so many wrong PINs in a row a card is void."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A card as it is printed, once: nothing here can be found again later."""

    user: User
    token: str
    pin: str


def issue_cards(*, access: Access, user_ids: Sequence[UUID]) -> list[Issued]:
    """New cards for these users; the ones they had are void.

    Permission: that of ``accounts.access.user_for``. ``Refused`` for somebody whose post needs
    a second factor, and for one who may not sign in.
    """
    if access.user_id is None:  # somebody hands a card out
        raise Hidden
    now = clock.now()
    issued = []
    with transaction.atomic():
        for user_id in sorted(set(user_ids)):
            user = user_for(access, user_id)
            if not user.is_active:
                raise Refused(_("{name}的账号停用了,先启用再印卡。"), name=user.name)
            if _needs_second_factor(user):
                raise Refused(
                    _("{name}的岗位看得到整个街道,要用密码和两步验证登录,不能用卡。"),
                    name=user.name,
                )
            User.objects.select_for_update().get(pk=user_id)
            Card.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
            token, pin = secrets.token_urlsafe(16), f"{secrets.randbelow(1_000_000):06}"
            card = Card(user=user, token=_digest(token), issued_by_id=access.user_id)
            card.pin = _keyed(card, pin)
            card.save(force_insert=True)
            issued.append(Issued(user, token, pin))
    return issued


def revoke_card(*, access: Access, user_id: UUID) -> None:
    """Void somebody's card; whoever is signed in with it is signed out at her next step."""
    with transaction.atomic():
        user_for(access, user_id)
        Card.objects.filter(user=user_id, revoked_at=None).update(revoked_at=clock.now())


def use_card(*, token: str, pin: str, phone: str) -> Card:
    """The card, when the PIN is right and the phone is the one it was first used on.

    ``phone``: the secret that this phone keeps. ``Hidden`` for a token that was never issued;
    ``Refused`` for a void card, another phone, or a wrong PIN, of which the fifth in a row voids
    the card. A wrong PIN is remembered even though the use is refused.
    """
    with transaction.atomic():
        card = _valid(token, lock=True)
        if card.phone and not secrets.compare_digest(card.phone, _digest(phone)):
            raise Refused(_("这张卡已经绑在另一部手机上。换了手机的话,请居委会重新印一张。"))
        right = secrets.compare_digest(card.pin, _keyed(card, pin))
        if right:
            card.wrong_pins = 0
            if not card.phone:
                card.phone, card.bound_at = _digest(phone), clock.now()
        else:
            card.wrong_pins += 1
            if card.wrong_pins >= MOST_WRONG:
                card.revoked_at = clock.now()
        card.save(update_fields=["wrong_pins", "phone", "bound_at", "revoked_at"])
    if right:
        return card
    if card.revoked_at:
        raise Refused(_("连续输错五次,这张卡已作废。请居委会重新印一张。"), field="pin")
    raise Refused(
        _("密码不对,还可以试 {n} 次。密码是卡上的六位数字。"),
        field="pin",
        n=MOST_WRONG - card.wrong_pins,
    )


def card_for(token: str) -> Card:
    """The valid card with this token. ``Hidden`` if there never was one, ``Refused`` if void."""
    with transaction.atomic():
        return _valid(token)


def _valid(token: str, *, lock: bool = False) -> Card:
    cards = Card.objects.select_related("user")
    if lock:
        cards = cards.select_for_update(of=("self",))
    card = cards.filter(token=_digest(token)).first()
    if card is None:
        raise Hidden
    if card.revoked_at or not card.user.is_active:
        raise Refused(_("这张卡已作废。请居委会重新印一张。"))
    if _needs_second_factor(card.user):
        raise Refused(_("您现在的岗位看得到整个街道,要用密码和两步验证登录,不能用卡。"))
    return card


def _needs_second_factor(user: User) -> bool:
    with acting(EVERYTHING):
        roles = set(Post.objects.in_force().filter(user=user).values_list("role", flat=True))
    return any(ROLES[role].second_factor for role in roles)


def _keyed(card: Card, pin: str) -> str:
    """Six digits are soon guessed from any digest: this one needs a key kept elsewhere."""
    return keyring().index(f"card.{card.pk}", pin).hex()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
