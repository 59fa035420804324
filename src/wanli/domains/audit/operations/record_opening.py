"""Log that personal data was seen in the clear."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.models import Opening
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def refuse_without_reason(reason: str) -> None:
    """``Refused`` unless somebody says why she wants to see personal data in the clear."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明查看的理由,会记入查阅记录。"), field="reason")


def record_opening(
    *,
    access: Access,
    path: str,
    subject_kind: str,
    subject: UUID | None,
    what: str,
    reason: str,
    count: int = 1,
) -> None:
    """Append to the access log, in the transaction that shows the data.

    Refused without a reason: a person's page shows the reason to whoever asks.
    """
    refuse_without_reason(reason)
    Opening.objects.bulk_create(
        [
            Opening(
                user_id=access.user_id,
                user_name=access.user_name or access.origin,
                path=path,
                subject_kind=subject_kind,
                subject=subject,
                what=what,
                reason=reason.strip()[:200],
                count=count,
                origin=access.origin,
            )
        ]
    )
