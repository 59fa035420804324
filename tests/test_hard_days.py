"""Days on which all comes together: two at once, midnight with another plan, small children."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.urls import reverse

from tests.homes import home_of
from tests.world import World
from wanli.domains.observation.models import Case, Check, Episode
from wanli.domains.observation.operations.days import open_day
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.people.models import Person
from wanli.domains.plans.models import Version
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
HOW_MANY = 12
ROOT = Path(__file__).parents[1]


def test_two_who_record_the_same_check_at_once_one_is_kept_and_the_other_hears_it(
    own_database: dict[str, str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.check_race", str(HOW_MANY)],
        cwd=ROOT, env=os.environ | own_database, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    pairs = list(zip(*said["ends"], strict=True))
    assert len(pairs) == HOW_MANY
    assert {tuple(sorted(pair)) for pair in pairs} == {("recorded", "told")}
    hot = sum(second == "recorded" for _first, second in pairs)
    assert (said["done"], said["alarms"], said["episodes"]) == (HOW_MANY, hot, hot)
    assert said["differences"] == 0


def _in_force_tomorrow(world: World) -> None:
    """A third check a day, and a fever from 37.2."""
    version = Version.objects.get(adopted_at=None)
    watch = version.content["watch"]
    noon = {"key": "noon", "name": {"zh": "中午", "en": "Noon"}, "by": "12:30:00"}
    watch = {**watch, "fever_celsius": "37.2", "checks": [*watch["checks"], noon]}
    tomorrow = clock.today() + timedelta(days=1)
    Version.objects.filter(pk=version.pk).update(
        content={**version.content, "watch": watch}, effective_on=tomorrow
    )
    adopted = world.client("subdistrict_leader").post(reverse("plan:adopt", args=[version.pk]))
    assert adopted.status_code == 302


def test_at_midnight_another_plan_holds_for_the_new_day_and_for_no_moment_before(
    world: World,
) -> None:
    case: Case = home_of(world, world.stairwell).case
    today = clock.today()
    _in_force_tomorrow(world)
    last = datetime.combine(today, time(23, 59, 59), clock.LOCAL_ZONE)
    with clock.frozen(last):
        kept = record_check(access=SYSTEM, case_id=case.pk, said=Said("37.2"))
        assert (kept.day, kept.alarm) == (today, "")
        open_day()
        assert "noon" not in _slots(case, today)
    with clock.frozen(last + timedelta(seconds=1)):
        open_day()
        open_day()
        tomorrow = today + timedelta(days=1)
        assert sorted(_slots(case, tomorrow)) == ["evening", "morning", "noon"]
        # Typed after midnight for the day that is over: that day's plan says what it means.
        late = record_check(
            access=SYSTEM, case_id=case.pk, said=Said("37.2", at=last), day=today, slot="evening"
        )
        assert late.alarm == ""
        hot = record_check(access=SYSTEM, case_id=case.pk, said=Said("37.2"))
        assert (hot.day, hot.alarm) == (tomorrow, "fever")
    assert Episode.objects.get(case=case, closed_at=None).opened_at == last + timedelta(seconds=1)


def _slots(case: Case, day: date) -> list[str]:
    rows = Check.objects.filter(case=case, day=day).exclude(slot="")
    return [slot for slot in rows.values_list("slot", flat=True) if "again" not in slot]


def test_a_mother_reports_for_her_infant_and_the_committee_knows_of_child_and_pet(
    world: World,
) -> None:
    home = home_of(world, world.stairwell, people=2)
    mother, child = home.cases
    born = clock.today() - timedelta(days=240)
    Person.objects.filter(pk=child.person_id).update(birth_date=born)
    Case.objects.filter(pk=child.pk).update(needs=["infant", "pet"])
    phone = home.phone()
    page = phone.page()
    assert "7 个月" in page
    number = next(n for n in range(2) if _age_of(page, n) == "7 个月")
    fields = {f"p{number}_celsius": "37.9", f"p{1 - number}_celsius": "36.6"}
    phone.said(**fields)
    told = Check.objects.get(case=child, state="done")
    assert (told.channel, told.alarm, told.by_id) == ("link", "fever", None)
    assert Check.objects.get(case=mother, state="done").alarm == ""
    called = world.client("committee_worker").get(reverse("observation:check", args=[child.pk]))
    said = called.content.decode()
    for wanted in ("有婴幼儿", "有宠物", "7 个月"):
        assert wanted in said


def _age_of(page: str, number: int) -> str:
    """The age behind the name of the section with this number."""
    section = page.split('<section class="who">')[1:][number]
    return section.split(" <small>")[1].split("</small>")[0]
