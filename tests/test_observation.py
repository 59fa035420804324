"""A case from its opening to its release, as people work with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.models import Case, Check, State, TermChange
from wanli.domains.observation.operations.change_term import decide_term, expose_again
from wanli.domains.observation.operations.close_case import end_otherwise, resume, suspend
from wanli.domains.observation.operations.days import climb, open_day
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.operations.record_check import Doubt, Said, Told, record_check
from wanli.domains.observation.operations.release import agree, prepare, release_due
from wanli.domains.observation.vault import opened
from wanli.domains.passes.models import Hold
from wanli.domains.people.models import Person
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
NOW = clock.now()


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a local day so many days from today."""
    day = clock.local(NOW).date() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), clock.LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.frozen(at(0, 8)):
        yield


@pytest.fixture
def person(world: World) -> Person:
    """Somebody who is not observed."""
    observed = Case.objects.values("person")
    return (
        Person.objects.filter(path__within=world.stairwell.path, left_on=None)
        .exclude(pk__in=observed)
        .order_by("id")[0]
    )


@pytest.fixture
def case(person: Person) -> Case:
    """A contact of three days ago, opened this morning."""
    opening = Opening("contact", "home_14", clock.today() - timedelta(days=3))
    return open_case(access=SYSTEM, person_id=person.pk, opening=opening)


def _books(case: Case, *measures: str) -> list[int]:
    label = case.path.rpartition(".")[2]
    found = {f.measure: f.stock for f in figures(labels=[label], measures=measures)}
    return [found[measure] for measure in measures]


def _balanced() -> bool:
    return not reconcile().differences


def test_a_case_opens_with_its_term_checks_hold_and_books(case: Case) -> None:
    assert case.last_day == clock.today() + timedelta(days=11)
    assert [(c.slot, c.state) for c in case.checks.order_by("due_at")] == [
        ("morning", "due"),
        ("evening", "due"),
    ]
    assert Hold.objects.filter(person=case.person_id, lifted_at=None).count() == 1
    assert _books(case, "observed", "observed_contact") == [1, 1]
    assert _balanced()


def test_nobody_is_observed_twice_at_once(case: Case) -> None:
    opening = Opening("arrival", "home_14", clock.today())
    with pytest.raises(Refused) as refused:
        open_case(access=SYSTEM, person_id=case.person_id, opening=opening)
    assert refused.value.field == "person"


def test_the_same_opening_twice_is_one_case(person: Person) -> None:
    opening, number = Opening("arrival", "home_14", clock.today()), uuid7()
    for _again in range(2):
        found = open_case(access=SYSTEM, person_id=person.pk, opening=opening, case_id=number)
    assert found.pk == number
    assert Case.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    ("days_ago", "term", "field"),
    [
        (-1, "home_14", "since"),
        (61, "home_14", "since"),
        (20, "home_14", "since"),
        (0, "x", "term"),
    ],
)
def test_an_impossible_opening_names_its_field(
    person: Person, days_ago: int, term: str, field: str
) -> None:
    opening = Opening("contact", term, clock.today() - timedelta(days=days_ago))
    with pytest.raises(Refused) as refused:
        open_case(access=SYSTEM, person_id=person.pk, opening=opening)
    assert refused.value.field == field


def test_a_check_is_recorded_sealed_and_counted_once(case: Case) -> None:
    entry, today = uuid7(), clock.today()
    said = Said("36.5", ["cough"], "worried", "牛奶")
    for _again in range(2):
        check = record_check(
            access=SYSTEM, case_id=case.pk, said=said, day=today, slot="morning", entry=entry
        )
    assert check.state == Check.State.DONE
    assert check.reading_cipher is not None
    assert opened(check.reading_cipher).wants == "牛奶"
    assert "牛奶".encode() not in bytes(check.reading_cipher)
    assert case.checks.filter(state="done").count() == 1
    assert _books(case, "checks_done", "checks_due") == [1, 1]
    assert _balanced()


def test_who_comes_second_hears_what_was_told(case: Case) -> None:
    today = clock.today()
    record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=today, slot="morning")
    record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=today, slot="morning")
    with pytest.raises(Told, match=r"36\.5"):
        record_check(access=SYSTEM, case_id=case.pk, said=Said("36.9"), day=today, slot="morning")
    assert case.checks.filter(state="done").count() == 1


def test_an_impossible_temperature_is_asked_about_and_not_kept(case: Case) -> None:
    with pytest.raises(Doubt) as doubt:
        record_check(access=SYSTEM, case_id=case.pk, said=Said("73.6"))
    assert str(doubt.value.meant) == "37.6"
    assert not case.checks.filter(state="done").exists()


def test_at_the_threshold_the_alarm_is_raised(case: Case) -> None:
    check = record_check(access=SYSTEM, case_id=case.pk, said=Said("37.3"))
    assert check.alarm == "fever"
    assert _books(case, "alarms") == [1]


def test_a_late_entry_keeps_both_times(case: Case) -> None:
    with clock.frozen(at(0, 15)):
        check = record_check(
            access=SYSTEM,
            case_id=case.pk,
            said=Said("36.4", at=at(0, 9, 30)),
            day=clock.today(),
            slot="morning",
        )
    assert (check.at, check.recorded_at) == (at(0, 9, 30), at(0, 15))


def test_a_check_after_the_end_can_still_be_recorded(case: Case) -> None:
    end_otherwise(access=SYSTEM, case_id=case.pk, why="开错了")
    check = record_check(access=SYSTEM, case_id=case.pk, said=Said("36.6"))
    assert check.slot == ""
    assert _balanced()


@pytest.mark.parametrize(("ahead", "right"), [(11, False), (9, True)])
def test_a_clock_may_be_a_little_fast(case: Case, ahead: int, right: bool) -> None:
    said = Said("36.6", at=clock.now() + timedelta(minutes=ahead))
    if right:
        record_check(access=SYSTEM, case_id=case.pk, said=said)
        return
    with pytest.raises(Refused) as refused:
        record_check(access=SYSTEM, case_id=case.pk, said=said)
    assert refused.value.field == "at"


def test_a_day_is_opened_once_and_the_day_before_is_closed(case: Case) -> None:
    with clock.frozen(at(1, 0, 5)):
        open_day()
        open_day()
        checks = case.checks.filter(day=clock.today())
        assert checks.count() == 2
    assert set(case.checks.filter(day=clock.today()).values_list("state", flat=True)) == {"missed"}
    assert _balanced()


def test_a_missed_check_can_be_told_afterwards(case: Case) -> None:
    day = clock.today()
    with clock.frozen(at(1, 9)):
        open_day()
        record_check(
            access=SYSTEM, case_id=case.pk, said=Said("36.4", at=at(0, 9)), day=day, slot="morning"
        )
    assert case.checks.get(day=day, slot="morning").state == "done"
    assert _balanced()


def test_what_is_late_climbs_the_ladder_and_comes_first(case: Case) -> None:
    check = case.checks.get(slot="morning")
    for hour, rung in ((9, 0), (10, 1), (11, 2), (12, 3), (14, 4), (15, 4)):
        with clock.frozen(at(0, hour)):
            climb()
        check.refresh_from_db()
        assert check.rung == rung, hour
    assert _books(case, "checks_late") == [1]
    assert _balanced()


def test_another_exposure_lengthens_and_never_shortens(case: Case) -> None:
    before = case.last_day
    again = expose_again(access=SYSTEM, case_id=case.pk, since=clock.today(), why="同住人确诊")
    assert again.last_day == clock.today() + timedelta(days=14)
    assert again.last_day > before
    last = case.terms.order_by("-at")[0]
    assert (last.kind, last.before, last.why) == (TermChange.Kind.EXPOSURE, before, "同住人确诊")


def test_shortening_needs_somebody_who_decides_and_a_reason(world: World, case: Case) -> None:
    worker = access_of(world.users["committee_worker"].pk)
    sooner = case.last_day - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        decide_term(access=worker, case_id=case.pk, last=sooner, why="早一天")
    assert refused.value.field == "last"
    secretary = access_of(world.users["committee_secretary"].pk)
    with pytest.raises(Refused) as refused:
        decide_term(access=secretary, case_id=case.pk, last=sooner, why=" ")
    assert refused.value.field == "why"
    assert (
        decide_term(access=secretary, case_id=case.pk, last=sooner, why="复核日期").last_day
        == sooner
    )


def test_in_hospital_nothing_is_owed(case: Case) -> None:
    suspend(access=SYSTEM, case_id=case.pk, why="住院")
    assert not case.checks.filter(state="due").exists()
    with clock.frozen(at(1, 0, 5)):
        open_day()
        assert not case.checks.filter(day=clock.today()).exists()
        resume(access=SYSTEM, case_id=case.pk)
        assert case.checks.filter(day=clock.today(), state="due").count() == 2
    assert _balanced()


def _to_the_end(case: Case) -> None:
    """Every check told, up to the evening of the last day."""
    day = clock.today()
    while day <= case.last_day:
        ahead = (day - clock.today()).days
        with clock.frozen(at(ahead, 9)):
            open_day()
            for slot in ("morning", "evening"):
                record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=day, slot=slot)
        day += timedelta(days=1)


def test_a_prepared_release_comes_with_midnight_and_lifts_the_hold(case: Case) -> None:
    _to_the_end(case)
    end = (case.last_day - clock.today()).days
    with clock.frozen(at(end, 20)):
        prepare(access=SYSTEM, case_id=case.pk)
        assert release_due() == 0
    with clock.frozen(at(end + 1, 0, 1)):
        release_due()
        assert release_due() == 0
    case.refresh_from_db()
    assert case.state == State.RELEASED
    assert not Hold.objects.filter(person=case.person_id, lifted_at=None).exists()
    assert _books(case, "observed", "observed_released") == [0, 1]
    assert _balanced()


def test_nobody_who_was_not_prepared_is_released(case: Case) -> None:
    _to_the_end(case)
    with clock.frozen(at((case.last_day - clock.today()).days + 1, 0, 1)):
        release_due()
        case.refresh_from_db()
        assert case.state == State.OPEN
        prepare(access=SYSTEM, case_id=case.pk)
    case.refresh_from_db()
    assert case.state == State.RELEASED


def test_a_recent_fever_keeps_a_release_waiting(case: Case) -> None:
    _to_the_end(case)
    end = (case.last_day - clock.today()).days
    with clock.frozen(at(end, 20)):
        record_check(access=SYSTEM, case_id=case.pk, said=Said("38.1"))
        prepare(access=SYSTEM, case_id=case.pk)
    with clock.frozen(at(end + 1, 0, 1)):
        release_due()
    case.refresh_from_db()
    assert case.state == State.OPEN


def test_who_prepared_cannot_agree(world: World, case: Case) -> None:
    secretary = access_of(world.users["committee_secretary"].pk)
    with clock.frozen(at((case.last_day - clock.today()).days, 20)):
        prepare(access=secretary, case_id=case.pk)
        with pytest.raises(Refused):
            agree(access=secretary, case_id=case.pk)


def test_the_other_committee_finds_nothing(world: World, case: Case) -> None:
    other = access_of(world.users["other_worker"].pk)
    with pytest.raises(Hidden), transaction.atomic():
        record_check(access=other, case_id=case.pk, said=Said("36.5"))


def _fields(page: str) -> dict[str, str]:
    """The hidden fields of the check form."""
    import re

    return dict(re.findall(r'<input type="hidden" name="(entry|day|slot)" value="([^"]*)"', page))


def test_a_call_is_the_number_the_temperature_and_one_button(world: World, case: Case) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:check", args=[case.pk])
    page = worker.get(url).content.decode()
    assert "tel:" in page
    answer = worker.post(url, {**_fields(page), "celsius": "36.5", "channel": "phone"})
    assert answer.status_code == 302
    assert case.checks.get(slot="morning").state == "done"


def test_a_doubtful_temperature_is_asked_about_on_the_page(world: World, case: Case) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:check", args=[case.pk])
    hidden = _fields(worker.get(url).content.decode())
    page = worker.post(url, {**hidden, "celsius": "73.6", "note": "说不舒服"})
    assert page.status_code == 422
    assert "说不舒服" in page.content.decode()
    assert 'name="meant" value="37.6"' in page.content.decode()
    assert worker.post(url, {**hidden, "celsius": "73.6", "meant": "37.6"}).status_code == 302
    assert case.checks.get(slot="morning").alarm == "fever"


def test_a_family_is_opened_together(world: World, person: Person) -> None:
    worker = world.client("committee_worker")
    label = person.path.rpartition(".")[2]
    url = reverse("observation:open", args=[label])
    answer = worker.post(
        url,
        {
            "people": [str(person.pk)],
            "reason": "arrival",
            "term": "home_14",
            "since": clock.today().isoformat(),
            "needs": ["pet"],
        },
    )
    assert answer.status_code == 302
    case = Case.objects.get(person=person)
    assert (case.needs, case.reason, case.state) == (["pet"], "arrival", "open")


def test_the_call_sheet_hides_what_is_told(world: World, case: Case) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:check", args=[case.pk])
    sheet = reverse("observation:sheet") + f"?place={world.stairwell.label}"
    assert url in worker.get(sheet).content.decode()
    for slot in ("morning", "evening"):
        record_check(
            access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=clock.today(), slot=slot
        )
    assert url not in worker.get(sheet).content.decode()


def test_today_says_what_is_owed(world: World, case: Case) -> None:
    with clock.frozen(at(0, 10, 30)):
        climb()
        page = world.client("stairwell_leader").get("/").content.decode()
    assert reverse("observation:sheet") in page


def test_a_term_ends_with_its_last_day_not_before(case: Case) -> None:
    last: date = case.last_day
    with clock.frozen(at((last - clock.today()).days, 23, 59)):
        assert clock.today() == last
        with pytest.raises(Refused):
            open_case(
                access=SYSTEM, person_id=case.person_id, opening=Opening("contact", "home_14", last)
            )
