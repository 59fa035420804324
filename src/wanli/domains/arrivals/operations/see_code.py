"""A guard saw a code and let its family in."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wanli.domains.arrivals.models import GateCode
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden


def see_code(*, access: Access, code_id: UUID) -> GateCode:
    """They came through. Seen twice it was seen once. Permission ``gate.pass`` at a gate of the
    compound, or at the compound."""
    with transaction.atomic():
        found = GateCode.objects.select_for_update(of=("self",)).filter(pk=code_id).first()
        gates = access.paths("gate.pass")
        if found is None or not any(
            covers(found.path, gate) or covers(gate, found.path) for gate in gates
        ):
            raise Hidden
        if found.seen_at is None:
            found.seen_at, found.seen_by_id = clock.now(), access.user_id
            found.save(update_fields=["seen_at", "seen_by"])
        return found
