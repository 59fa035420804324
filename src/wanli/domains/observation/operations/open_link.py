"""Open a home's link on a phone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.links import HomeLink, LinkDevice, LinkedCase
from wanli.domains.observation.models import STANDING
from wanli.domains.observation.operations.home_links import pin_digest, token_digest
from wanli.domains.observation.rules.knocks import LINGERS, MOST_DEVICES, MOST_WRONG, understood
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING

LOCKED = _("这个链接锁住了。请打电话给居委会,换一个新的。")


def open_link(*, token: str, said: str, device: str) -> None:
    """Let the phone with this secret in, when what was typed is right.

    The answer to a wrong one never says whose birth date was expected, nor whether one is known.
    ``Hidden`` for a link that never was or is void; ``Refused`` when it is wrong (the fifth locks
    the link), when one phone too many opens it (which locks it too), and when it cannot be read,
    which is no attempt. An attempt is remembered even though it is refused.
    """
    with acting(EVERYTHING), transaction.atomic():
        links = HomeLink.objects.select_for_update()
        link = links.filter(token=token_digest(token), revoked_at=None).first()
        if link is None:
            raise Hidden
        if link.locked_at:
            raise Refused(LOCKED, field="code")
        typed = understood(said)
        if typed is None or (isinstance(typed, str) and not link.pin):
            raise Refused(_("请把生日写全,一共 8 位数字,例如 19530214。"), field="code")
        if _fits(link, typed):
            _let_in(link, device)
        else:
            link.wrong_tries += 1
            if link.wrong_tries >= MOST_WRONG:
                _lock(link, HomeLink.Locked.TRIES)
        link.save(update_fields=["wrong_tries", "locked_at", "locked_why"])
    if link.locked_at:
        raise Refused(LOCKED, field="code")
    if link.wrong_tries:
        left = MOST_WRONG - link.wrong_tries
        raise Refused(_("不对,还可以试 {n} 次。请核对后再填。"), field="code", n=left)


def device_digest(device: str) -> str:
    """What is kept of a phone's secret."""
    return hashlib.sha256(device.encode("utf-8", "replace")).hexdigest()


def _fits(link: HomeLink, typed: date | str) -> bool:
    if isinstance(typed, str):
        return secrets.compare_digest(link.pin, pin_digest(link, typed))
    since = clock.now() - timedelta(days=LINGERS)
    opens = Q(case__state__in=STANDING) | Q(case__state="released", case__closed_at__gte=since)
    linked = LinkedCase.objects.filter(opens, link=link, valid=True)
    return linked.filter(case__person__birth_date=typed).exists()


def _let_in(link: HomeLink, device: str) -> None:
    link.wrong_tries = 0
    secret = device_digest(device)
    LinkDevice.objects.get_or_create(link=link, secret=secret, defaults={"path": link.path})
    if LinkDevice.objects.filter(link=link).count() > MOST_DEVICES:
        _lock(link, HomeLink.Locked.DEVICES)


def _lock(link: HomeLink, why: str) -> None:
    link.locked_at, link.locked_why = clock.now(), why
