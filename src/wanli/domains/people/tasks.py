"""What the worker does for people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from wanli.domains.accounts.access import access_of
from wanli.domains.jobs.registry import Tell, Work, register
from wanli.domains.people.operations import undo_roster
from wanli.domains.people.operations.import_roster import LANES, fail, run
from wanli.domains.people.queries import handed_in_by
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING


@app.task(queue="imports", retry=3, pass_context=False)
def run_roster(roster_id: str) -> None:
    """Enter a roster with the rights of whoever handed it in, as they are now.

    Tried again after a crash; a second try goes on where the first one ended.
    """
    with acting(EVERYTHING), transaction.atomic():
        user_id = handed_in_by(UUID(roster_id))
        if user_id is None:
            return
        access = access_of(user_id, origin="worker")
    with acting(access.scope):
        try:
            run(access=access, roster_id=UUID(roster_id), lanes=LANES)
        except Exception:
            fail(access=access, roster_id=UUID(roster_id))
            raise


def _take_back(access: Access, asked: dict[str, Any], tell: Tell) -> None:
    # Who stood in the way was looked at when it was asked for.
    roster_id = UUID(asked["roster"])
    undo_roster.undo(access=access, roster_id=roster_id, rest=True, progress=tell)


register(undo_roster.KIND, Work("import.run", _take_back))
