"""Many hands at once: people and places change at random while the books are folded and read.

``python -m tests.storm STEPS [SEED]`` on the database of the environment; prints what was done and
every fault found, as JSON. A test runs it on a copy of the demo; run it longer by hand.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wanli.config.running import close_pools, django_ready

django_ready()

from django.db import connection, connections, transaction  # noqa: E402

from wanli.domains.accounts.models import Post, Seat, User  # noqa: E402
from wanli.domains.canvass.models import Door  # noqa: E402
from wanli.domains.canvass.operations.record_visit import Told, record_visit  # noqa: E402
from wanli.domains.ledger.operations.fold import fold, fold_all  # noqa: E402
from wanli.domains.ledger.operations.move_place import move_place  # noqa: E402
from wanli.domains.ledger.operations.reconcile import reconcile  # noqa: E402
from wanli.domains.ledger.operations.retire_place import retire_place  # noqa: E402
from wanli.domains.ledger.operations.seats import (  # noqa: E402
    abolish_seat,
    appoint,
    end_post,
    establish_seat,
)
from wanli.domains.ledger.queries import figures  # noqa: E402
from wanli.domains.ledger.registry import measures  # noqa: E402
from wanli.domains.people.facets import facets  # noqa: E402
from wanli.domains.people.models import HomeUse, MarkKind, Merge, Person  # noqa: E402
from wanli.domains.people.operations.change_residence import change_residence  # noqa: E402
from wanli.domains.people.operations.merge import CHOICES, merge, undo_merge  # noqa: E402
from wanli.domains.people.operations.move_out import move_out  # noqa: E402
from wanli.domains.people.operations.register import Newcomer, register  # noqa: E402
from wanli.domains.people.operations.set_home_use import set_home_use  # noqa: E402
from wanli.domains.people.operations.set_marks import set_marks  # noqa: E402
from wanli.domains.places.models import Place  # noqa: E402
from wanli.domains.places.operations.add import add_place  # noqa: E402
from wanli.ground.acting import acting  # noqa: E402
from wanli.ground.rowsecurity import scoped_columns  # noqa: E402
from wanli.kernel.access import Access  # noqa: E402
from wanli.kernel.errors import Hidden, Refused  # noqa: E402
from wanli.kernel.scope import EVERYTHING  # noqa: E402

ACCESS = Access.system()
WRITERS = 4


def one(dice: random.Random, rows: list[str]) -> str:
    return dice.choice(rows) if rows else ""


@dataclass
class Storm:
    """What is changed, counted as it happens."""

    labels: dict[str, list[str]]
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    samples: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def person(self, dice: random.Random) -> object:
        door = one(dice, self.labels["household"])
        people = Person.objects.filter(residences__place__label=door).values_list("id", flat=True)
        return next(iter(people), None)

    def register(self, dice: random.Random) -> None:
        # Few doors, so that hands meet.
        door = one(dice, self.labels["household"][:12])
        register(access=ACCESS, label=door, newcomer=Newcomer(name="周小芳"))

    def leave(self, dice: random.Random) -> None:
        if person := self.person(dice):
            move_out(access=ACCESS, person_id=person)  # type: ignore[arg-type]

    def resettle(self, dice: random.Random) -> None:
        if person := self.person(dice):
            side = dice.choice(["actual", "registered"])
            door = one(dice, self.labels["household"][:12])
            change_residence(access=ACCESS, person_id=person, side=side, label=door)  # type: ignore[arg-type]

    def mark(self, dice: random.Random) -> None:
        if person := self.person(dice):
            kinds = {kind for kind in MarkKind.values if dice.random() < 0.3}
            set_marks(access=ACCESS, person_id=person, kinds=kinds)  # type: ignore[arg-type]

    def use(self, dice: random.Random) -> None:
        door = one(dice, self.labels["household"][:12])
        set_home_use(access=ACCESS, label=door, use=dice.choice(HomeUse.values))

    def merge(self, dice: random.Random) -> None:
        one_id, other_id = self.person(dice), self.person(dice)
        if one_id and other_id:
            both = {str(p.pk): facets(p) for p in Person.objects.filter(pk__in=[one_id, other_id])}
            taken = {choice for choice in CHOICES if dice.random() < 0.5}
            merge(access=ACCESS, survivor_id=one_id, loser_id=other_id, taken=taken, seen=both)  # type: ignore[arg-type]

    def unmerge(self, dice: random.Random) -> None:
        merges = list(Merge.objects.filter(undone_at=None)[:5])
        if merges:
            undo_merge(access=ACCESS, merge_id=dice.choice(merges).pk)

    def visit(self, dice: random.Random) -> None:
        door = Door.objects.filter(place__label=one(dice, self.labels["household"])).first()
        if door:
            result = dice.choice(["met", "nobody", "refused", "empty", "let"])
            new = [Newcomer(name="吴小明")] if dice.random() < 0.5 else []
            told = Told(result=result, answers={}, newcomers=new)
            record_visit(access=ACCESS, door_id=door.pk, told=told)

    def move(self, dice: random.Random) -> None:
        child, parent = dice.choice(
            [("stairwell", "building"), ("building", "compound"), ("compound", "area")]
        )
        move_place(
            access=ACCESS, label=one(dice, self.labels[child]),
            new_parent=one(dice, self.labels[parent]), reason="区划调整",
        )  # fmt: skip

    def build(self, dice: random.Random) -> None:
        kind, parent = dice.choice([("household", "stairwell"), ("stairwell", "building")])
        name = f"新{dice.randrange(10**6)}"
        place = add_place(
            access=ACCESS, parent=one(dice, self.labels[parent]), kind=kind, name=name
        )
        self.labels[kind].insert(0, place.label)

    def retire(self, dice: random.Random) -> None:
        retire_place(access=ACCESS, label=one(dice, self.labels["household"]), reason="拆除")

    def establish(self, dice: random.Random) -> None:
        label = one(dice, self.labels["stairwell"][:4])
        establish_seat(access=ACCESS, label=label, role="stairwell_leader")

    def appoint(self, dice: random.Random) -> None:
        seats = list(Seat.objects.filter(role="stairwell_leader", retired_on=None)[:9])
        users = list(User.objects.order_by("id")[:9])
        appoint(access=ACCESS, seat_id=dice.choice(seats).pk, user_id=dice.choice(users).pk)

    def vacate(self, dice: random.Random) -> None:
        posts = list(Post.objects.in_force().filter(role="stairwell_leader")[:9])
        if posts:
            end_post(access=ACCESS, post_id=dice.choice(posts).pk)

    def abolish(self, dice: random.Random) -> None:
        seats = list(Seat.objects.filter(role="stairwell_leader", retired_on=None)[:9])
        abolish_seat(access=ACCESS, seat_id=dice.choice(seats).pk)

    def write(self, dice: random.Random, steps: int) -> None:
        """One pair of hands."""
        deeds: list[Callable[[random.Random], None]] = [
            self.register, self.register, self.leave, self.resettle, self.mark, self.use,
            self.visit, self.visit, self.move, self.build, self.retire, self.establish,
            self.appoint, self.vacate, self.abolish, self.merge, self.unmerge,
        ]  # fmt: skip
        for _ in range(steps):
            deed = dice.choice(deeds)
            try:
                with transaction.atomic():  # as a request does
                    deed(dice)
                self.done[deed.__name__] += 1
            except (Refused, Hidden):
                self.done["refused"] += 1
            except Exception:
                self.faults.append(f"{deed.__name__}: {traceback.format_exc(limit=-4)}")

    def fold(self) -> None:
        while not self.over.wait(0.01):
            fold(batch=7)

    def read(self) -> None:
        """Look at everything in one snapshot, again and again."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ"
            )
        while not self.over.is_set():
            with transaction.atomic():
                self.faults += look()
            self.samples += 1


def look() -> list[str]:
    """Whatever is wrong in the caller's snapshot: a figure that is not the sum of its parts."""
    places = {p.label: p for p in Place.objects.defer("geometry")}
    shown = {(f.label, f.measure): f.stock for f in figures(labels=list(places))}
    held: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        for measure in measures().values():
            cursor.execute(f"SELECT path::text FROM ({measure.counted}) AS r (source, path)")
            held.update((path.rsplit(".", 1)[-1], measure.key) for (path,) in cursor.fetchall())
    parts: Counter[tuple[str, str]] = Counter(held)
    for place in places.values():
        above = place.path.split(".")[-2]
        for key in measures():
            parts[above, key] += shown[place.label, key]
    return [
        f"{key} of {places[label].kind} {label}: {n} shown, {parts[label, key]} in its parts"
        for (label, key), n in shown.items()
        if n != parts[label, key]
    ]


def astray() -> list[str]:
    """Rows whose path is no place's: they stayed behind when theirs moved."""
    found = []
    with connection.cursor() as cursor:
        for table, column in scoped_columns():
            if table.endswith("event") or table.startswith("ledger_"):
                continue
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE {column}::text <> '' AND NOT EXISTS"
                f" (SELECT FROM places_place p WHERE p.path = t.{column})"
            )
            if n := cursor.fetchone()[0]:  # type: ignore[index]
                found.append(f"{table}.{column}: {n} rows astray")
    return found


def hand(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            with acting(EVERYTHING):
                work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def main(steps: int, seed: int) -> dict[str, object]:
    """Let it rage, then look once more."""
    with acting(EVERYTHING):
        labels: dict[str, list[str]] = {}
        with transaction.atomic():
            standing = Place.objects.standing().order_by("path")
            for kind, label in standing.values_list("kind", "label"):
                labels.setdefault(kind, []).append(label)
        for kind, most in (("household", 60), ("stairwell", 12), ("building", 8), ("compound", 4)):
            labels[kind] = labels[kind][:most]
        storm = Storm(labels)
        folder, reader = hand(storm.fold), hand(storm.read)
        dice = [random.Random(f"{seed}-{n}") for n in range(WRITERS)]
        writers = [hand(lambda d=d: storm.write(d, steps)) for d in dice]  # type: ignore[misc]
        for writer in writers:
            writer.join()
        storm.over.set()
        folder.join()
        reader.join()
        faults = storm.faults
        for _ in range(2):  # with a tail, and without one
            with transaction.atomic():
                faults += look() + astray()
                faults += [str(one) for one in reconcile().differences]
            fold_all()
    return {"done": dict(storm.done), "samples": storm.samples, "faults": faults}


if __name__ == "__main__":
    started = datetime.now(UTC)
    said = main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    close_pools()
    print(json.dumps(said, ensure_ascii=False))
    print(f"{(datetime.now(UTC) - started).total_seconds():.1f} s", file=sys.stderr)
