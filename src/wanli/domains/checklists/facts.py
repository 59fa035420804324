"""What Wanli knows of people, as far as a list asks for it: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import override

from wanli.domains.arrivals.models import STANDING as FOLLOWED
from wanli.domains.arrivals.models import Contact, Outcome, Returnee, Stay, Verdict
from wanli.domains.checklists.models import Match
from wanli.domains.checklists.vault import open_known
from wanli.domains.observation.models import STANDING, Case, Check
from wanli.domains.observation.vault import opened
from wanli.domains.people.models import Person, Phone, Residence
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.queries import names
from wanli.domains.plans.rules.parts import Name
from wanli.kernel import clock

Facts = dict[str, str]
"""By key; ``yes`` and ``no``, days as 2020-02-03, the rest as it is said. What is not in it nobody
knows; an empty one is known to be nothing."""
ASKED = ("arrived", "origin", "registered", "phone", "document", "birth_date", "sex", "test",
    "temperature", "reached", "lives_here", "result", "address")  # fmt: skip
"""What somebody has to ask for when it is not known; the rest is then left empty."""
FRESH = timedelta(days=2)
"""So old a temperature may be."""


def known(people: Iterable[UUID], keys: Collection[str], *, days: int) -> dict[UUID, Facts]:
    """Of each of these persons what is known of ``keys``; what was told for another list counts
    for so many ``days``. Needs a scope over all of them."""
    ids = list(people)
    found: dict[UUID, Facts] = {one: {} for one in ids}
    _from_the_register(found, ids, keys)
    _from_observation(found, ids, keys)
    _from_arrivals(found, ids)
    _from_earlier_lists(found, ids, keys, days)
    for facts in found.values():
        for key in keys:
            if not must_be_asked(key):
                facts.setdefault(key, "")
    return found


def must_be_asked(key: str) -> bool:
    """Whether somebody is called for it."""
    return key in ASKED or key.startswith("free:")


def _from_the_register(found: dict[UUID, Facts], ids: list[UUID], keys: Collection[str]) -> None:
    people = list(Person.objects.filter(pk__in=ids))
    residences = Residence.objects.filter(person__in=ids, until=None)
    homes: dict[UUID, Residence] = {}
    registered: dict[UUID, Residence] = {}
    for lives in residences:
        if lives.actual:
            homes[lives.person_id] = lives
        if lives.registered:
            registered[lives.person_id] = lives
    rows = [*homes.values(), *registered.values()]
    addresses = names([one.path for one in people] + [row.path for row in rows])
    units = names([one.path for one in people], kinds=("area",))
    ring = keyring()
    for one in people:
        facts, home = found[one.pk], homes.get(one.pk)
        here = one.left_on is None and home is not None and home.place_id is not None
        facts["lives_here"] = facts["result"] = "yes" if here else "no"
        facts["unit"] = units.get(one.path, "")
        facts["address"] = _where(home, addresses) or addresses.get(one.path, "")
        if one.pk in registered:
            facts["registered"] = _where(registered[one.pk], addresses)
        facts["name"] = one.name
        if one.sex:
            facts["sex"] = "女" if one.sex == "f" else "男"
        if one.birth_date:
            facts["birth_date"] = one.birth_date.isoformat()
        if "document" in keys and one.id_cipher:
            facts["document"] = ring.open(DOCUMENT, one.id_cipher)
    if "phone" in keys:
        numbers = Phone.objects.filter(person__in=ids).order_by("person", "-ordinal")
        for person, cipher in numbers.values_list("person_id", "cipher"):
            found[person]["phone"] = ring.open(PHONE, cipher)


def _where(row: Residence | None, addresses: Mapping[str, str]) -> str:
    if row is None:
        return ""
    return addresses.get(row.path, "") if row.place_id else row.outside


def _from_observation(found: dict[UUID, Facts], ids: list[UUID], keys: Collection[str]) -> None:
    cases = Case.objects.filter(person__in=ids, state__in=STANDING)
    by_case: dict[UUID, UUID] = {}
    for facts in found.values():
        facts["managed"] = "no"
    for pk, person, since, last in cases.values_list("pk", "person", "since", "last_day"):
        by_case[pk] = person
        found[person] |= {
            "managed": "yes",
            "since": since.isoformat(),
            "until": last.isoformat(),
            "remark": f"居家观察中,到 {last.isoformat()}",
        }
    if by_case:
        _from_checks(found, by_case, keys)


def _from_checks(
    found: dict[UUID, Facts], by_case: Mapping[UUID, UUID], keys: Collection[str]
) -> None:
    last = Check.objects.filter(case__in=list(by_case), state=Check.State.DONE)
    last = last.filter(day__gte=clock.today() - FRESH).order_by("case", "-day", "-at")
    for check in last.distinct("case"):
        facts = found[by_case[check.case_id]]
        facts["reached"], facts["contacted"] = "yes", check.day.isoformat()
        if "temperature" in keys and check.reading_cipher:
            celsius = opened(check.reading_cipher).celsius
            if celsius is not None:
                facts["temperature"] = str(celsius)


def _from_arrivals(found: dict[UUID, Facts], ids: list[UUID]) -> None:
    rows = Returnee.objects.filter(person__in=ids, arrival__state__in=FOLLOWED)
    came: dict[UUID, tuple[UUID, UUID, date]] = {}
    for pk, person, arrival, day in rows.order_by("arrival__arrives_on", "pk").values_list(
        "pk", "person", "arrival", "arrival__arrives_on"
    ):
        came[person] = (pk, arrival, day)
    if not came:
        return
    arrivals = [arrival for _pk, arrival, _day in came.values()]
    stays = Stay.objects.filter(arrival__in=arrivals).order_by("arrival", "-until", "-pk")
    origin = dict(stays.distinct("arrival").values_list("arrival", "words"))
    held = Verdict.objects.filter(returnee__in=[pk for pk, _a, _d in came.values()], over_at=None)
    classes = dict(held.values_list("returnee", "cls_name"))
    talks = Contact.objects.filter(arrival__in=arrivals, outcome=Outcome.VERIFIED).order_by("at")
    spoken = dict(talks.values_list("arrival", "at"))
    for person, (pk, arrival, day) in came.items():
        facts = found[person]
        facts["arrived"] = day.isoformat()
        if arrival in origin:
            facts["origin"] = origin[arrival]
        if classes.get(pk):
            with override("zh-hans"):
                facts["class"] = Name(**classes[pk]).said("zh-hans")
        if arrival in spoken:
            facts["reached"] = "yes"
            facts.setdefault("contacted", clock.local(spoken[arrival]).date().isoformat())


def _from_earlier_lists(
    found: dict[UUID, Facts], ids: list[UUID], keys: Collection[str], days: int
) -> None:
    if not days:
        return
    since = clock.now() - timedelta(days=days)
    told = Match.objects.filter(person__in=ids, told_at__gte=since).order_by("told_at")
    earlier: dict[UUID, Facts] = {one: {} for one in ids}
    for person, token in told.values_list("person", "known_cipher"):
        earlier[person] |= open_known(token)[1]
    for person, facts in earlier.items():
        if told_home := facts.get("lives_here"):
            # Somebody asked: that is newer than the register.
            found[person] |= {"lives_here": told_home, "result": facts.get("result", told_home)}
        for key in keys:
            if facts.get(key):
                found[person].setdefault(key, facts[key])
