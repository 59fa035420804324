"""Two homes that are one: whoever was in touch with either was in touch with it."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.contacts.measures import OF_A_HOME
from wanli.domains.contacts.models import Cared, Contact, Home, Offer, Round, RoundSheet, Visit
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.kernel import clock

STANDING = ("state", "since", "asked_on", "tries", "reached_at")


def merge_contacts(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Contacts and rounds follow. Of two that are asked for, the one that was reached last says
    how it stands; the other goes out of use with its place."""
    Contact.objects.filter(place=old.id).update(place=new.id, path=new.path)
    Visit.objects.filter(cared__place=old.id).update(path=new.path)
    Offer.objects.filter(cared__place=old.id).update(path=new.path)
    Cared.objects.filter(place=old.id).update(place=new.id, path=new.path)
    if Round.objects.filter(place=new.id, closed_on=None).exists():
        Round.objects.filter(place=old.id, closed_on=None).update(closed_on=clock.today())
    Round.objects.filter(place=old.id).update(place=new.id, path=new.path)
    RoundSheet.objects.filter(place=old.id).update(place=new.id, path=new.path)
    gone = Home.objects.filter(place=old.id).first()
    stays = Home.objects.filter(place=new.id).first()
    if gone and stays is None:
        Home.objects.filter(pk=gone.pk).update(place=new.id, path=new.path)
        Offer.objects.filter(home=gone.pk).update(path=new.path)
    elif gone and stays and _later(gone, stays):
        yield Exchange("contacts_home", gone.pk, stays.pk, STANDING)


def contacts_apart(old: Spot, new: Spot) -> None:
    """A home whose place stands again counts again: of one that stayed there no trace tells."""
    ids = list(Home.objects.filter(place=old.id).values_list("pk", flat=True))
    settle(measures=OF_A_HOME, sources=ids, reason="merge", transfer=True)


def _later(one: Home, other: Home) -> bool:
    return one.reached_at is not None and (
        other.reached_at is None or one.reached_at > other.reached_at
    )


MERGER = Merger(
    (
        "contacts_contact",
        "contacts_roundsheet",
        "contacts_round",
        "contacts_home",
        "contacts_cared",
        "contacts_visit",
        "contacts_offer",
    ),
    merge_contacts,
    contacts_apart,
)
