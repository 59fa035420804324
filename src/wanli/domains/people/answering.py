"""Which place answers for a person: where she lives, else where she is registered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.people.models import KeyMark, Person, Phone, Residence
from wanli.kernel import clock
from wanli.kernel.errors import Refused


def follow_residences(person: Person) -> None:
    """Put the person, and all that hangs on her, where her present residences say; saves her.

    ``Refused`` when neither lies in the tree: somebody like that has moved out.
    """
    present = list(person.residences.filter(until=None))
    lives = next((r.path for r in present if r.actual and r.place_id), "")
    registered = next((r.path for r in present if r.registered and r.place_id), "")
    if not (lives or registered):
        raise Refused(_("住处和户籍都不在这里的人,请办“已搬走”。"), field="outside")
    person.path = lives or registered
    person.registered_path = registered if lives and registered != lives else ""
    person.updated_at = clock.now()
    person.save()
    Phone.objects.filter(person=person).update(path=person.path)
    KeyMark.objects.filter(person=person).update(path=person.path)
    Residence.objects.filter(person=person, place=None).update(path=person.path)
