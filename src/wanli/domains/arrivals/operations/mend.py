"""Whoever told of an arrival tells it anew, or asks that it be deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.form.told import PersonTold, Told
from wanli.domains.arrivals.forms import Form
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Returnee, Source, State
from wanli.domains.arrivals.operations.judge import judge
from wanli.domains.arrivals.operations.register import (
    due_at,
    health_of,
    keep_people,
    keep_stays,
    move_arrival,
    place_of_home,
    put_numbers,
)
from wanli.domains.arrivals.same import row_of
from wanli.domains.arrivals.vault import (
    ANSWERS,
    PLATE,
    SAID,
    keyring,
    open_json,
    seal_health,
    seal_json,
)
from wanli.domains.arrivals.visits import Visit
from wanli.domains.ledger.entries import settle
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING


def mend(*, visit: Visit, form: Form, told: Told) -> None:
    """Her telling says this from now on. Where she was the first to tell, so does the
    registration; else the committee reads that they differ.

    ``Refused`` once it was verified, and for fewer people than before: who is not coming is said
    by telephone. ``Hidden`` for a phone that has not opened the address.
    """
    if not visit.open:
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        hold_tree()
        source = Source.objects.select_for_update().get(pk=visit.source.pk)
        arrival = Arrival.objects.select_for_update().get(pk=source.arrival_id)
        if arrival.state != State.OPEN:
            raise Refused(_("居委会已经核实过了。要改,请打电话给居委会。"))
        before = Told.of_json(open_json(SAID, source.said_cipher))
        if len(told.people) < len(before.people):
            raise Refused(_("少了人。谁不来了,请打电话告诉居委会;这里可以改,可以加。"))
        source.said_cipher, source.mended_at = seal_json(SAID, told.as_json()), clock.now()
        source.save(update_fields=["said_cipher", "mended_at"])
        first = arrival.sources.order_by("at", "pk").values_list("pk", flat=True)[0]
        if source.pk == first:
            _follow(arrival, before, told, form)


def ask_erasure(*, visit: Visit) -> None:
    """The committee is to delete what she told. Asking twice asks once."""
    if not visit.open:
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        source = Source.objects.select_for_update().get(pk=visit.source.pk)
        if source.erase_asked_at is None or source.erase_refused:
            source.erase_asked_at, source.erase_refused = clock.now(), ""
            source.save(update_fields=["erase_asked_at", "erase_refused"])


def _follow(arrival: Arrival, before: Told, told: Told, form: Form) -> None:
    ring = keyring()
    arrival.home_words = told.home.words
    arrival.arrives_on, arrival.arrives_at = told.arrives_on, told.arrives_at
    arrival.transport, arrival.number = told.transport, told.number
    arrival.carriage, arrival.seat = told.carriage, told.seat
    arrival.plate_cipher = ring.seal(PLATE, told.plate) if told.plate else None
    arrival.plate_index = ring.index(PLATE, told.plate) if told.plate else None
    arrival.answers_cipher = seal_json(ANSWERS, told.answers) if told.answers else None
    if told.arrives_on != before.arrives_on:
        arrival.verify_by = due_at(told, form.rules.verify_hours)
    arrival.save()
    arrival.stays.all().delete()
    keep_stays(arrival, told)
    rows = list(arrival.returnees.order_by("ordinal"))
    for n, one in enumerate(told.people):
        was = before.people[n] if n < len(before.people) else None
        row = row_of(rows, was) if was else None
        if row is None:
            last = max((row.ordinal for row in rows), default=0)
            rows += keep_people(arrival, [one], last + 1)
        else:
            _say(row, one)
    compound = Place.objects.above(arrival.path).filter(kind="compound").last()
    if compound is not None:
        move_arrival(arrival, place_of_home(compound.path, told.home))
    judge(arrival)
    settle(measures=OF_A_RETURNEE, sources=[row.pk for row in rows])


def _say(row: Returnee, one: PersonTold) -> None:
    row.name, row.sex, row.birth_date = one.name, one.sex, one.birth_date
    row.id_kind, row.id_cipher, row.id_index, row.id_tail = "", None, None, None
    row.phone_cipher = row.phone_index = row.phone_tail = None
    put_numbers(row, one)
    row.health_cipher = seal_health(health_of(one))
    row.save()
