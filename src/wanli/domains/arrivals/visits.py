"""Who comes by the private address of her own telling: her words and what becomes of them, and
nothing that others said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.gates import Shown, give_code, shown
from wanli.domains.arrivals.group_chats import Chat, chat_at
from wanli.domains.arrivals.links import TOKEN, is_pin, knows, token_digest
from wanli.domains.arrivals.models import Arrival, Contact, Outcome, Source, State
from wanli.domains.arrivals.vault import SAID, open_json
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING

MOST_WRONG = 5
LOCKED_FOR = timedelta(hours=1)
SHOWS_CODE = timedelta(days=3)
"""So long after the day of arrival the gate still compares codes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A private address, and whether this phone may read what stands behind it."""

    token: str
    source: Source
    open: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What whoever registered sees."""

    told: Told
    arrival: Arrival
    compound: Place
    home: str
    """As she said it."""
    committee: str
    code: Shown | None
    chat: Chat | None
    contacted: bool
    """Whether somebody of the committee has tried to reach them."""
    may_mend: bool


def visit_of(*, token: str, kept: str) -> Visit:
    """The visit of a phone that keeps this; ``Hidden`` for an address that never was or is gone."""
    if not TOKEN.fullmatch(token):
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        source = Source.objects.filter(token=token_digest(token)).first()
    if source is None:
        raise Hidden
    return Visit(token, source, bool(kept) and knows(token, kept))


def knock(*, token: str, said: str) -> None:
    """Whether these digits open it. ``Refused`` when they do not; after the fifth wrong ones for an
    hour also when they do. An attempt is remembered even though it is refused."""
    with acting(EVERYTHING), transaction.atomic():
        rows = Source.objects.select_for_update()
        source = rows.filter(token=token_digest(token)).first()
        if source is None:
            raise Hidden
        if source.locked_at and clock.now() - source.locked_at < LOCKED_FOR:
            raise Refused(_("输错太多次,请一小时后再试,或打电话给居委会。"), field="pin")
        right = is_pin(token, said)
        source.wrong_tries = 0 if right or source.locked_at else source.wrong_tries
        source.locked_at = None
        if not right:
            source.wrong_tries += 1
            if source.wrong_tries >= MOST_WRONG:
                source.locked_at = clock.now()
        source.save(update_fields=["wrong_tries", "locked_at"])
    if not right:
        raise Refused(_("不对。登记以后给您的 4 位数字,请核对。"), field="pin")


def mine(visit: Visit) -> Mine:
    """What stands behind an address that this phone has opened."""
    if not visit.open:
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        source = visit.source
        arrival = Arrival.objects.select_related("place").get(pk=source.arrival_id)
        told = Told.of_json(open_json(SAID, source.said_cipher))
        compound = Place.objects.above(arrival.path).filter(kind="compound").last()
        if compound is None:
            raise Hidden
        building = Place.objects.filter(label=told.home.label).first()
        home = " ".join(
            part
            for part in (
                compound.name,
                building.name if building and building.pk != compound.pk else "",
                told.home.words,
            )
            if part
        )
        return Mine(
            told=told,
            arrival=arrival,
            compound=compound,
            home=home,
            committee=names([arrival.path], kinds=("area",)).get(arrival.path, ""),
            code=_code(arrival, compound.path, len(told.people)),
            chat=chat_at(compound.path),
            contacted=_contacted(arrival),
            may_mend=arrival.state == State.OPEN,
        )


def _code(arrival: Arrival, compound: str, people: int) -> Shown | None:
    """Only as many people as she told herself: how many others said is not hers to know."""
    if arrival.state == State.CLOSED or clock.today() > _until(arrival):
        return None
    code = shown(give_code(arrival, compound, arrival.returnees.count()))
    return Shown(code.code, code.colour, people, code.day)


def _until(arrival: Arrival) -> date:
    return arrival.arrives_on + SHOWS_CODE


def _contacted(arrival: Arrival) -> bool:
    tried = Contact.objects.filter(arrival=arrival)
    return tried.exclude(outcome=Outcome.VERIFIED).exists()
