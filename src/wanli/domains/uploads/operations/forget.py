"""Delete what was begun and left."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.uploads.models import KEPT, Upload
from wanli.kernel import clock


def forget_uploads() -> int:
    """Delete uploads that nobody went on with for a day, whole ones that no form took too."""
    with transaction.atomic():
        old = Upload.objects.filter(touched_at__lt=clock.now() - KEPT)
        return old.delete()[1].get("uploads.Upload", 0)
