"""A home with its link, and phones that come by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from tests.forms import fields_of
from tests.world import World
from wanli.domains.observation.links import HomeLink
from wanli.domains.observation.models import STANDING, Case
from wanli.domains.observation.operations.home_links import issue_link
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
CALL = "021-65432100"
BORN = "19530214"


@dataclass
class Home:
    """Somebody observed, with whoever lives with her, and their link."""

    cases: list[Case]
    link: HomeLink
    token: str
    pin: str

    @property
    def case(self) -> Case:
        return self.cases[0]

    def at(self, page: str = "home", *more: UUID) -> str:
        return reverse(f"resident:{page}", args=[self.token, *more])

    def phone(self, code: str = BORN) -> Phone:
        """A phone on which the link was opened."""
        phone = Phone(self)
        phone.open(code)
        return phone


class Phone:
    """A browser without an account."""

    def __init__(self, home: Home) -> None:
        self.home, self.client = home, Client()

    def open(self, code: str) -> Any:
        return self.client.post(self.home.at("open"), {"code": code})

    def page(self) -> str:
        return self.client.get(self.home.at()).content.decode()

    def filled(self, **said: Any) -> dict[str, Any]:
        """The form as the page gives it, filled in: ``p0_celsius="36.5"``."""
        values = fields_of(self.page())
        return values | {name.replace("_", "-", 1): v for name, v in said.items()}

    def report(self, **said: Any) -> Any:
        return self.client.post(self.home.at("report"), self.filled(**said))

    def said(self, **said: Any) -> str:
        """The page after a report."""
        answer = self.report(**said)
        return self.page() if answer.status_code == 302 else answer.content.decode()


def home_of(world: World, stairwell: Place, *, people: int = 1, with_pin: bool = False) -> Home:
    """Somebody there observed since three days, born on a known day, and her link."""
    observed = Case.objects.filter(state__in=STANDING).values("person")
    living = Person.objects.filter(path__within=stairwell.path, left_on=None)
    living = living.exclude(pk__in=observed).exclude(path__in=Case.objects.values("path"))
    path = next(
        one.path for one in living.order_by("id")
        if living.filter(path=one.path).count() >= people
    )  # fmt: skip
    chosen = list(living.filter(path=path).order_by("id")[:people])
    Person.objects.filter(pk=chosen[0].pk).update(birth_date=date(1953, 2, 14))
    opening = Opening(
        "contact", "home_14", clock.today().fromordinal(clock.today().toordinal() - 3)
    )
    cases = [open_case(access=SYSTEM, person_id=one.pk, opening=opening) for one in chosen]
    issued = issue_link(
        access=SYSTEM, case_ids=[case.pk for case in cases], call=CALL, with_pin=with_pin
    )
    return Home(cases, issued.link, issued.token, issued.pin)


def band(page: str) -> str:
    """What the head of a home's page says."""
    found = re.search(r'<div class="band (\w+)">', page)
    return found[1] if found else ""
