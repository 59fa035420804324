"""Notices in the stairwells: what everybody may read on the page and on the poster."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.jobs import finish
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.jobs.queries import result_of
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.observation.models import Case
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.domains.postings.models import StairwellNotice
from wanli.domains.postings.operations.issue import issue_notices
from wanli.domains.postings.queries import posted_below
from wanli.domains.routines.models import RoutineCheck
from wanli.domains.routines.operations.days import lay_out
from wanli.domains.routines.operations.record import record_done, record_missed
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

SYSTEM = Access.system()
WHY = "302 王阿婆不让进"


@pytest.fixture
def notice(world: World) -> StairwellNotice:
    """Of the stairwell leader's stairwell, with somebody observed there."""
    world.case(world.stairwell)
    lay_out(world.stairwell.path, clock.today())
    issue_notices(access=SYSTEM, label=world.stairwell.label)
    return StairwellNotice.objects.get(place=world.stairwell)


def read(notice: StairwellNotice, language: str = "zh-hans") -> str:
    """What somebody without an account reads."""
    answer = Client().get(reverse("notice:page", args=[notice.code]) + f"?lang={language}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def poster(world: World, notice: StairwellNotice) -> str:
    answer = world.client("committee_worker").post(
        reverse("postings:print", args=[notice.place.label]), {"paper": "a4"}
    )
    content = result_of(finish(answer))
    assert content is not None
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def only_one_home(stairwell: Place) -> None:
    """Everybody but those observed has left."""
    observed = Case.objects.filter(path__within=stairwell.path, state="open").values("path")
    others = Person.objects.filter(path__within=stairwell.path).exclude(path__in=observed)
    others.update(left_on=clock.today())


def alone_on_the_floor(stairwell: Place) -> None:
    """The observed home is moved up to a floor of its own."""
    case = Case.objects.filter(path__within=stairwell.path, state="open")[0]
    Place.objects.filter(path=case.path).update(name="3301")


def rare_surname(stairwell: Place) -> None:
    """There is one family of this name far and wide."""
    case = Case.objects.filter(path__within=stairwell.path, state="open")[0]
    Person.objects.filter(path=case.path).update(name="澹台明月")


@pytest.mark.parametrize("awkward", [only_one_home, alone_on_the_floor, rare_surname])
@pytest.mark.parametrize("on_paper", [False, True], ids=["page", "poster"])
def test_nothing_that_residents_read_points_at_anybody(
    world: World, notice: StairwellNotice, awkward: object, on_paper: bool
) -> None:
    awkward(world.stairwell)  # type: ignore[operator]
    ids = [RoutineCheck.objects.filter(place=world.stairwell, day=clock.today())[0].pk]
    record_missed(access=SYSTEM, ids=ids, why=WHY)
    text = poster(world, notice) if on_paper else read(notice)
    for person in Person.objects.filter(path__within=world.stairwell.path):
        assert person.name not in text
        assert person.name[0] + "*" not in text
    for home in Place.objects.filter(parent=world.stairwell):
        assert home.name not in text.replace(notice.code, "")
    assert "澹" not in text
    assert WHY not in text
    assert "33 楼" not in text
    if awkward is only_one_home:
        assert "不公布户数" in text
        assert "1 户" not in text


def test_the_plan_says_how_much(world: World, notice: StairwellNotice) -> None:
    case = Case.objects.filter(path__within=world.stairwell.path, state="open")[0]
    room = case.place.name
    assert room not in read(notice)
    version = Version.objects.get(adopted_at=None)
    content = {**version.content, "notice": {**version.content["notice"], "homes": "room"}}
    Version.objects.filter(pk=version.pk).update(content=content, effective_on=clock.today())
    adopted = reverse("plan:adopt", args=[version.pk])
    assert world.client("subdistrict_leader").post(adopted).status_code == 302
    assert room in read(notice)


def test_what_was_done_stands_there_at_once(world: World, notice: StairwellNotice) -> None:
    check = RoutineCheck.objects.filter(
        place=world.stairwell, day=clock.today(), routine="disinfect", turn="afternoon"
    )
    # In the evening the demo has done it already.
    check.update(state="due", done_at=None, recorded_at=None, by=None, why="")
    record_done(access=SYSTEM, ids=[check.get().pk], team="volunteers")
    page = read(notice)
    assert "志愿者" in page
    assert clock.local(clock.now()).strftime("%H:%M") in page


def test_in_english(notice: StairwellNotice) -> None:
    assert "Stairwell disinfection" in read(notice, "en")


def test_an_address_that_never_was(world: World) -> None:
    answer = Client().get(reverse("notice:page", args=["zzzzzzzzzz"]))
    assert answer.status_code == 404
    assert "没有这张公示" in answer.content.decode()


def test_addresses_are_given_once(world: World, notice: StairwellNotice) -> None:
    assert issue_notices(access=SYSTEM, label=world.stairwell.label) == 0
    with pytest.raises(Hidden):
        issue_notices(
            access=access_of(world.users["committee_worker"].pk), label=world.elsewhere.label
        )


def test_all_stairwells_of_a_committee_in_one_go(world: World) -> None:
    area = world.post("committee_worker").place
    stairwells = Place.objects.filter(path__within=area.path, kind="stairwell")
    answer = world.client("committee_worker").post(
        reverse("postings:print", args=[area.label]), {"paper": "a3"}
    )
    job = finish(answer)
    content = result_of(job)
    assert content is not None
    pages = PdfReader(BytesIO(content)).pages
    assert (job.done, len(pages)) == (stairwells.count(), stairwells.count())
    assert round(float(pages[0].mediabox.height)) == 1191


def test_as_many_queries_for_many(
    world: World, notice: StairwellNotice, django_assert_max_num_queries: object
) -> None:
    area = world.post("committee_worker").place
    issue_notices(access=SYSTEM, label=area.label)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(posted_below(area.path)) > 3


def test_the_poster_of_a_stairwell_that_was_merged_still_leads_somewhere(
    world: World, notice: StairwellNotice
) -> None:
    into = world.elsewhere
    merge_place(access=SYSTEM, label=world.stairwell.label, into=into.label, reason="同一个楼道")
    assert into.name in read(notice)
