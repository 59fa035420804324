"""Who comes by a home's link, and what she may do: her own cases, nothing beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from wanli.domains.observation.links import HomeLink, LinkDevice, LinkedCase
from wanli.domains.observation.models import STANDING, Case, State
from wanli.domains.observation.operations.home_links import token_digest
from wanli.domains.observation.operations.open_link import device_digest
from wanli.domains.observation.rules.knocks import LINGERS
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING, Scope

TOKEN = re.compile(r"[A-Za-z0-9_-]{10,64}")


@dataclass(frozen=True, slots=True)
class Visit:
    """A link that is valid, and whether this phone may come in."""

    token: str
    link: HomeLink
    cases: tuple[Case, ...]
    """What it stands for, the ended ones too, always in the same order."""
    access: Access
    """Limited to these cases; its scope is their home. Nothing at all where ``open`` is false."""
    open: bool
    """Whether this phone has opened it, and it was not locked for the number of phones."""

    @property
    def over(self) -> bool:
        """Whether nobody is observed any more."""
        return not any(case.state in STANDING for case in self.cases)

    @property
    def released(self) -> bool:
        """Whether all of them were released, as it should be."""
        return all(case.state == State.RELEASED for case in self.cases)

    @property
    def certified(self) -> tuple[Case, ...]:
        """Who may still fetch the certificate of her release here."""
        return tuple(case for case in self.cases if released_lately(case))


def released_lately(case: Case) -> bool:
    """Whether somebody was released, and not so long ago that the link is closed to her."""
    since = clock.now() - timedelta(days=LINGERS)
    return case.state == State.RELEASED and case.closed_at is not None and case.closed_at >= since


def visit_of(*, token: str, device: str, origin: str = "") -> Visit:
    """The visit of a phone (its secret: ``device``) by the link that holds ``token``.

    ``Hidden`` for a link that never was or is void. A link locked by wrong tries stays open where
    it was open; one that is open on too many phones is closed to all.
    """
    if not TOKEN.fullmatch(token):
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        link = HomeLink.objects.filter(token=token_digest(token), revoked_at=None).first()
        if link is None:
            raise Hidden
        linked = LinkedCase.objects.filter(link=link, valid=True)
        rows = linked.select_related("case__person", "case__place").order_by("case_id")
        cases = tuple(row.case for row in rows)
        known = LinkDevice.objects.filter(link=link, secret=device_digest(device)).exists()
    let_in = bool(device) and known and link.locked_why != HomeLink.Locked.DEVICES
    access = _access(cases, origin) if let_in else Access(origin=origin)
    return Visit(token, link, cases, access, let_in)


def _access(cases: tuple[Case, ...], origin: str) -> Access:
    """The home where they are observed; and where the list has them by now, for their names."""
    places = {case.path for case in cases}
    people = places | {case.person.path for case in cases if case.person.path}
    return Access(
        grants={
            "observation.record": tuple(sorted(places)),
            "errand.ask": tuple(sorted(places)),
        },
        scope=Scope(
            places=tuple(sorted(places)),
            people=tuple(sorted(people)),
            errands=tuple(sorted(places)),
        ),
        records=frozenset(case.pk for case in cases),
        origin=origin,
    )
