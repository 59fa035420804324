"""Sign the notice of home observation on the screen."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.links import Commitment
from wanli.domains.observation.models import STANDING
from wanli.domains.observation.rules.signatures import understood
from wanli.domains.observation.vault import seal_signature
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

LONGEST_NOTICE = 6000


def sign_notice(
    *,
    access: Access,
    case_ids: Collection[UUID],
    notice: str,
    name: str,
    drawn: str = "",
    link_id: UUID | None = None,
) -> int:
    """Keep that somebody at this home read ``notice``, word for word, and signed for these cases;
    for how many of them that was new.

    A case is signed for once: a second signature changes nothing. The time is the server's.
    ``link_id``: the link by which the home came; none at a worker's screen, at the door.
    Permission ``observation.record``. ``Refused`` without a name or a drawing.
    """
    signature = understood(name, drawn)
    if signature is None:
        raise Refused(_("请写上姓名,或者用手指签名。"), field="name")
    new = 0
    with transaction.atomic():
        for case_id in sorted(set(case_ids)):
            case = held_case(access, case_id, "observation.record")
            if case.state not in STANDING or Commitment.objects.filter(case=case).exists():
                continue
            Commitment.objects.create(
                case=case,
                path=case.path,
                link_id=link_id,
                by_id=access.user_id,
                notice=notice[:LONGEST_NOTICE],
                signature_cipher=seal_signature(signature),
            )
            new += 1
    return new
