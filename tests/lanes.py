"""Two lanes of an import at once, on the database of the environment; prints what came of it.

``python -m tests.lanes``: in a process of its own, because each lane commits on its own connection.
"""

from __future__ import annotations

import json
import threading

from wanli.config.running import close_pools, django_ready

django_ready()

from django.db import transaction  # noqa: E402

from tests import rosters  # noqa: E402
from tests.importing import SYSTEM, book, residents  # noqa: E402
from wanli.domains.accounts.models import Post  # noqa: E402
from wanli.domains.ledger.operations.reconcile import reconcile  # noqa: E402
from wanli.domains.people.models import Person, Roster  # noqa: E402
from wanli.domains.people.operations import import_roster  # noqa: E402
from wanli.domains.people.operations.undo_roster import undo  # noqa: E402
from wanli.domains.places.models import Place  # noqa: E402
from wanli.domains.places.operations.add import add_place  # noqa: E402
from wanli.ground.acting import acting  # noqa: E402
from wanli.kernel.scope import EVERYTHING  # noqa: E402

MET = threading.Barrier(2, timeout=60)
"""Breaks unless two batches are inside at the same time."""


def main() -> None:
    """Enter, cancel, take up again, take back."""
    with transaction.atomic():
        area = Post.objects.select_related("place").get(user__username="committee_worker").place
    compound = add_place(access=SYSTEM, parent=area.label, kind="compound", name="桐荫里")
    people = rosters.people(5, 60)
    head = ["姓名", "身份证号", "手机", "地址"]
    rows = [[p.name, p.document, p.phone, f"{p.building}-{p.stairwell}-{p.room}"] for p in people]
    content = book([head, *rows])
    import_roster.BATCH = 10
    _met_once()
    roster = import_roster.take_in(
        access=SYSTEM, label=compound.label, content=content, file_name="a.xlsx", create_places=True
    )
    ended = import_roster.run(access=SYSTEM, roster_id=roster.pk, lanes=2)
    inside = Person.objects.filter(path__within=compound.path)
    with transaction.atomic():
        said = {
            "handed_in": len(people),
            "entered": ended.done,
            "people": inside.count(),
            "residents": residents(compound),
            "state": ended.state,
            "differences": len(reconcile().differences),
        }
    undone = undo(access=SYSTEM, roster_id=roster.pk)
    said["undone"] = undone.state == Roster.State.UNDONE
    with transaction.atomic():
        said["left"] = inside.count() + Place.objects.standing().within(compound.path).count() - 1
        said["differences_after"] = len(reconcile().differences)
    print(json.dumps(said))


def _met_once() -> None:
    enter, first = import_roster.enter, iter(range(10**6))

    def together(**given: object) -> int:
        if next(first) < 2:
            MET.wait()
        return enter(**given)  # type: ignore[arg-type]

    import_roster.enter = together  # type: ignore[assignment]


if __name__ == "__main__":
    with acting(EVERYTHING):
        main()
    close_pools()
