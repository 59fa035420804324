"""Give a home the link by which it reports for itself; take it back."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.links import HomeLink, LinkedCase
from wanli.domains.observation.models import STANDING, Case
from wanli.domains.observation.rules.knocks import PIN_DIGITS
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

CALL = re.compile(r"[0-9 +()\-转*#]{3,40}")


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link as it is printed, once: nothing here can be found again later."""

    link: HomeLink
    token: str
    pin: str
    """Empty where a birth date opens it."""


def issue_link(
    *,
    access: Access,
    case_ids: Collection[UUID],
    call: str,
    with_pin: bool = False,
    token: str = "",
) -> IssuedLink:
    """One new link for these cases of one home; whatever links they had are void as a whole.

    Opened with a birth date of theirs; where none is known, or ``with_pin``, with six digits also.
    ``token``: made here unless it is given. Permission ``observation.manage``. ``Refused`` for
    nobody, for cases of several homes, for one that is over, and for a number that is none.
    """
    with transaction.atomic():
        cases = [held_case(access, one, "observation.manage") for one in sorted(set(case_ids))]
        _possible(cases)
        void_links([case.pk for case in cases])
        token = token or secrets.token_urlsafe(16)
        needs_pin = with_pin or not any(case.person.birth_date for case in cases)
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}" if needs_pin else ""
        link = HomeLink(
            path=cases[0].path,
            token=token_digest(token),
            call=understood_number(call),
            issued_by_id=access.user_id,
        )
        link.pin = pin_digest(link, pin) if pin else ""
        link.save(force_insert=True)
        LinkedCase.objects.bulk_create(
            [LinkedCase(link=link, case=case, path=case.path) for case in cases]
        )
    return IssuedLink(link, token, pin)


def revoke_link(*, access: Access, case_id: UUID) -> None:
    """Void the link of a case for all that it stood for. Twice changes nothing."""
    with transaction.atomic():
        void_links([held_case(access, case_id, "observation.manage").pk])


def understood_number(call: str) -> str:
    """The committee's number as residents shall see it. ``Refused`` when it is none."""
    plain = " ".join(unicodedata.normalize("NFKC", call).split())
    if not CALL.fullmatch(plain) or len(re.sub(r"\D", "", plain)) < 3:
        raise Refused(_("请填住户能打通的电话号码,例如 021-65432100。"), field="call")
    return plain


def token_digest(token: str) -> str:
    """By which a link is found; the key is not in the database."""
    return keyring().index("observation.link", token).hex()


def pin_digest(link: HomeLink, pin: str) -> str:
    """Six digits are soon guessed from any digest: this one needs the key."""
    return keyring().index(f"observation.link.{link.pk}", pin).hex()


def _possible(cases: list[Case]) -> None:
    if not cases:
        raise Refused(_("请至少选一个人。"), field="people")
    if len({case.place_id for case in cases}) > 1:
        raise Hidden
    if any(case.state not in STANDING for case in cases):
        raise Refused(_("观察已经结束,不用再填报了。"), field="people")


def void_links(case_ids: list[UUID]) -> None:
    """Let the links of these cases be good for nothing. In the caller's transaction."""
    held = LinkedCase.objects.filter(case__in=case_ids, valid=True).values("link")
    for link in HomeLink.objects.select_for_update().filter(pk__in=held).order_by("pk"):
        link.revoked_at = clock.now()
        link.save(update_fields=["revoked_at"])
        LinkedCase.objects.filter(link=link).update(valid=False)
