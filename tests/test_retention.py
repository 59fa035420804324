"""What is past its term goes, with its history; a day before its term it stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from psycopg.types.range import DateRange

from tests.world import World
from wanli.domains.accounts.models import Card, Post, User
from wanli.domains.arrivals.models import Returnee
from wanli.domains.audit.models import Opening, Pruned
from wanli.domains.audit.operations.seal import seal_day, verify
from wanli.domains.canvass.models import Campaign, Door, SheetPhoto, Visit
from wanli.domains.canvass.operations.close_campaign import close_campaign
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.checklists.models import Match
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.links import HomeLink, LinkedCase
from wanli.domains.observation.measures import MEASURES as OBSERVED
from wanli.domains.observation.models import Case, Check, Episode, Step, TermChange
from wanli.domains.observation.operations.purge import HANGS_ON
from wanli.domains.passes.models import Hold
from wanli.domains.people.models import Merge, Person, Phone, Roster
from wanli.domains.people.operations.import_roster import run, take_in
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.undo_roster import undo
from wanli.domains.plans.models import Version
from wanli.domains.plans.rules.reading import starter
from wanli.domains.privacy.models import Deletion, ResponseEnd
from wanli.domains.privacy.operations import purge as purging
from wanli.domains.privacy.operations.purge import purge
from wanli.domains.privacy.operations.response import end_response, resume_response
from wanli.domains.privacy.schedule import terms
from wanli.domains.routines.models import RoutineCheck
from wanli.domains.routines.operations.record import record_missed
from wanli.ground.acting import acting
from wanli.ground.area import Area
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

ANY = Access.system()
DAYS = {rule.key: rule.days for rule in starter().retention}


def _ago(key: str, *, over: bool) -> date:
    """A beginning whose term was over yesterday, or ends today."""
    return clock.today() - timedelta(days=DAYS[key] + over)


def _moment(day: date) -> datetime:
    return clock.midnight(day) + timedelta(hours=12)


def _history(model: Any, **where: Any) -> int:
    return model.pgh_event_model.objects.filter(**where).count()


def _clean() -> None:
    assert reconcile().differences == []
    assert verify() == []


def _gone_away(world: World, day: date) -> Person:
    person = world.person(world.stairwell)
    with clock.frozen(_moment(day)):
        return move_out(access=ANY, person_id=person.pk)


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_who_moved_away(world: World, over: bool) -> None:
    person = _gone_away(world, _ago("former_residents", over=over))
    phones = Phone.objects.filter(person=person).count()
    purge(access=ANY)
    kept = not over
    assert Person.objects.filter(pk=person.pk).exists() == kept
    assert bool(_history(Person, pgh_obj_id=person.pk)) == kept
    assert _history(Phone, person_id=person.pk) >= phones * kept
    assert bool(_history(Phone, person_id=person.pk)) == (kept and bool(phones))
    _clean()


def test_a_record_that_was_merged_goes_with_the_other(world: World) -> None:
    merge = world.merge(world.stairwell)
    with clock.frozen(_moment(_ago("former_residents", over=True))):
        move_out(access=ANY, person_id=merge.survivor_id)
    purge(access=ANY)
    assert not Person.objects.filter(pk__in=[merge.survivor_id, merge.loser_id]).exists()
    assert not Merge.objects.filter(pk=merge.pk).exists()
    assert _history(Merge, pgh_obj_id=merge.pk) == 0
    _clean()


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_the_register_when_the_response_is_over(world: World, over: bool) -> None:
    plan = world.post("leading_group_head").place
    ended = _ago("residents", over=over)
    ResponseEnd.objects.create(place=plan, path=plan.path, ended_on=ended)
    purge(access=ANY)
    # Whoever was still on the care list goes the night after.
    purge(access=ANY)
    held = Hold.objects.values_list("person_id", flat=True).union(
        Case.objects.values_list("person_id", flat=True),
        Returnee.objects.exclude(person=None).values_list("person_id", flat=True),
        Match.objects.values_list("person_id", flat=True),
    )
    left = Person.objects.filter(path__within=plan.path).exclude(pk__in=list(held))
    assert left.exists() == (not over)
    past = Person.pgh_event_model.objects.filter(path__within=plan.path)  # type: ignore[attr-defined]
    assert past.exclude(pgh_obj_id__in=list(held)).exists() == (not over)
    _clean()


def test_a_response_that_goes_on_keeps_its_register(world: World) -> None:
    plan = world.post("leading_group_head").place
    before = Person.objects.count()
    ended = _ago("residents", over=True)
    ResponseEnd.objects.create(place=plan, path=plan.path, ended_on=ended)
    resume_response(access=ANY, label=plan.label)
    purge(access=ANY)
    assert Person.objects.count() == before


def test_whoever_is_held_at_the_gate_stays(world: World) -> None:
    person = _gone_away(world, _ago("former_residents", over=True))
    hold = Hold.objects.create(person=person, path=person.path, source_kind="x", source=uuid7())
    assert purge(access=ANY).counts == {}
    hold.delete()
    assert purge(access=ANY).counts == {"former_residents": 1}


def _roster(world: World) -> Roster:
    compound = world.stairwell.path.split(".")[-3]
    content = "姓名,手机,地址\n周小芳,15400000001,1-1-101\n".encode()
    roster = take_in(
        access=ANY, label=compound, content=content, file_name="a.csv", create_places=True
    )
    run(access=ANY, roster_id=roster.pk)
    return roster


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_a_roster_that_was_handed_in(world: World, over: bool) -> None:
    roster = _roster(world)
    then = _moment(_ago("rosters", over=over))
    Roster.objects.filter(pk=roster.pk).update(created_at=then, started_at=then, finished_at=then)
    purge(access=ANY)
    assert Roster.objects.filter(pk=roster.pk).exists() == (not over)
    assert Person.objects.filter(name="周小芳").exists()
    _clean()


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_traces_of_who_was_taken_back(world: World, over: bool) -> None:
    roster = _roster(world)
    person = Person.objects.get(name="周小芳").pk
    undo(access=ANY, roster_id=roster.pk)
    past = Person.pgh_event_model.objects  # type: ignore[attr-defined]
    then = _moment(_ago("former_residents", over=over))
    past.filter(pgh_obj_id=person).update(pgh_created_at=then)
    purge(access=ANY)
    assert past.filter(pgh_obj_id=person).exists() == (not over)
    assert bool(_history(Phone, person_id=person)) == (not over)


def _canvassed(world: World) -> tuple[Campaign, SheetPhoto, Door]:
    door = world.door(world.stairwell)
    record_visit(access=ANY, door_id=door.pk, visit_id=uuid7(), told=Told("met", {}, note="狗很凶"))
    photo = world.photo(world.stairwell)
    return close_campaign(access=ANY, campaign_id=world.campaign.pk), photo, door


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_answers_of_a_campaign_that_is_over(
    world: World, over: bool, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    campaign, photo, door = _canvassed(world)
    Campaign.objects.update(starts_on=date(2019, 1, 1))
    Campaign.objects.filter(pk=campaign.pk).update(closed_on=_ago("canvass", over=over))
    with django_capture_on_commit_callbacks(execute=True):
        purge(access=ANY)
    kept = not over
    assert Visit.objects.filter(door__campaign=campaign).exists() == kept
    assert SheetPhoto.objects.filter(pk=photo.pk).exists() == kept
    assert default_storage.exists(photo.file) == kept
    assert bool(_history(Door, campaign_id=campaign.pk)) == kept
    door.refresh_from_db()
    assert (door.note, bool(door.result), door.settled) == ("狗很凶" * kept, kept, True)
    _clean()


def _former(world: World, day: date) -> User:
    user = world.users["stairwell_leader"]
    Card.objects.create(user=user, token="t" * 64, pin="p", issued_by=user)
    Post.objects.filter(user=user).update(
        during=DateRange(date(2018, 1, 1), day), ended_at=_moment(day)
    )
    return user


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_the_account_of_who_holds_no_post(world: World, over: bool) -> None:
    world.client("stairwell_leader")
    user = _former(world, _ago("accounts", over=over))
    name = user.name
    purge(access=ANY)
    user.refresh_from_db()
    kept = not over
    assert (user.name == name, user.is_active) == (kept, kept)
    assert Card.objects.filter(user=user).exists() == kept
    assert bool(_history(User, pgh_obj_id=user.pk)) == kept
    answer = world.client("stairwell_leader").get("/")
    assert (answer.status_code == 200) == kept
    assert verify() == []


def test_whoever_holds_another_post_stays(world: World) -> None:
    user = world.users["stairwell_leader"]
    other = world.post("grid_worker")
    Post.objects.filter(pk=other.pk).update(user=user)
    mine = Post.objects.filter(user=user).exclude(pk=other.pk)
    day = _ago("accounts", over=True)
    mine.update(during=DateRange(date(2018, 1, 1), day), ended_at=_moment(day))
    purge(access=ANY)
    user.refresh_from_db()
    assert user.erased_at is None


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_a_sign_in(world: World, over: bool) -> None:
    then = _moment(_ago("sign_in", over=over))
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=then)
    purge(access=ANY)
    assert Session.objects.filter(session_key="a" * 32).exists() == (not over)


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_who_recorded_a_routine(world: World, over: bool) -> None:
    one = world.routine(world.stairwell)
    record_missed(access=ANY, ids=[one.pk], why="王阿婆不让进")
    day = _ago("routines", over=over)
    RoutineCheck.objects.filter(pk=one.pk).update(day=day, by=world.users["stairwell_leader"])
    purge(access=ANY)
    one.refresh_from_db()
    assert (one.by is None, one.why == "", one.state) == (over, over, "missed")
    assert (_history(RoutineCheck, id=one.pk) == 0) == over
    assert reconcile().differences == []


def _opened(world: World, day: date) -> Opening:
    return Opening.objects.create(
        path=world.stairwell.path, user_name="陈", subject_kind="person", what="name",
        reason="核对", logged_at=_moment(day), at=_moment(day),
    )  # fmt: skip


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_the_access_log(world: World, over: bool) -> None:
    one = _opened(world, _ago("access_log", over=over))
    purge(access=ANY)
    assert Opening.objects.filter(pk=one.pk).exists() == (not over)


def test_the_database_itself_keeps_the_access_log_for_half_a_year(world: World) -> None:
    one = _opened(world, clock.today() - timedelta(days=180))
    with (
        pytest.raises(DatabaseError, match="183 days"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT audit_forget(ARRAY[%s]::uuid[])", [one.pk])
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT set_config('wanli.forgetting', 'on', true); DELETE FROM audit_opening"
        )


def test_nobody_forgets_what_lies_outside_her_posts(world: World) -> None:
    one = _opened(world, clock.today() - timedelta(days=2000))
    from wanli.domains.accounts.access import access_of

    with acting(access_of(world.users["other_worker"].pk).scope), connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget(ARRAY[%s]::uuid[])", [one.pk])
        assert cursor.fetchone() == (0,)
    assert Opening.objects.filter(pk=one.pk).exists()


def _seal_three_days_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which all the history of people that there is was made."""
    monkeypatch.setattr("wanli.domains.audit.operations.seal._still_running", lambda *_: False)
    day = clock.today() - timedelta(days=3)
    Person.pgh_event_model.objects.update(pgh_created_at=_moment(day))  # type: ignore[attr-defined]
    assert seal_day(day).parts["people_personevent"]["rows"] > 100


def test_the_seal_of_a_day_that_lost_rows_still_tells(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.person(world.elsewhere)
    _gone_away(world, _ago("former_residents", over=True))
    _seal_three_days_ago(monkeypatch)
    purge(access=ANY)
    assert Pruned.objects.exists()
    assert verify() == []
    Person.pgh_event_model.objects.filter(pgh_obj_id=other.pk).delete()  # type: ignore[attr-defined]
    (broken,) = verify()
    assert broken.tables == ("people_personevent",)


def test_a_purge_covers_up_nothing_that_was_done_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.person(world.elsewhere)
    _gone_away(world, _ago("former_residents", over=True))
    _seal_three_days_ago(monkeypatch)
    Person.pgh_event_model.objects.filter(pgh_obj_id=other.pk).delete()  # type: ignore[attr-defined]
    purge(access=ANY)
    (broken,) = verify()
    assert broken.tables == ("people_personevent",)


def test_each_deletion_is_put_down_without_a_name(world: World) -> None:
    person = _gone_away(world, _ago("former_residents", over=True))
    purge(access=ANY)
    (one,) = Deletion.objects.all()
    assert (one.key, one.count, one.rule["days"]) == ("former_residents", 1, 180)
    assert one.rule["basis"]["zh"].startswith("《个人信息保护法》")
    text = str(list(Deletion.objects.values()))
    assert person.name not in text
    assert str(person.pk) not in text


def test_the_second_time_there_is_nothing_left(world: World) -> None:
    _gone_away(world, _ago("former_residents", over=True))
    assert purge(access=ANY, dry_run=True).counts == {"former_residents": 1}
    assert purge(access=ANY).counts == {"former_residents": 1}
    assert purge(access=ANY).counts == {}
    assert Deletion.objects.count() == 1


def test_a_purge_that_breaks_off_leaves_nothing_half(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = _gone_away(world, _ago("former_residents", over=True))
    before = _history(Person, pgh_obj_id=person.pk)

    def no(**_fields: Any) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(purging.Deletion.objects, "create", no)
        with pytest.raises(RuntimeError):
            purge(access=ANY)
    assert _history(Person, pgh_obj_id=person.pk) == before
    assert Person.objects.filter(pk=person.pk).exists()
    _clean()
    assert purge(access=ANY).counts == {"former_residents": 1}


def test_only_the_machine_deletes(world: World) -> None:
    from wanli.domains.accounts.access import access_of

    with pytest.raises(Hidden):
        purge(access=access_of(world.users["privacy_officer"].pk))


def test_a_file_that_no_photo_names_goes_after_a_day(world: World) -> None:
    from django.core.files.base import ContentFile

    name = default_storage.save("canvass/stray.sealed", ContentFile(b"x"))
    assert purge(access=ANY).stray_files == 0
    with clock.frozen(datetime.now(UTC) + timedelta(days=2)):
        assert purge(access=ANY).stray_files >= 1
    assert not default_storage.exists(name)


def test_the_end_of_the_response_is_no_day_to_come(world: World) -> None:
    place = world.post("leading_group_head").place
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=31)):
        with pytest.raises(Refused):
            end_response(access=ANY, label=place.label, ended_on=day)


def test_the_privacy_officer_sees_what_is_due_and_what_went(world: World) -> None:
    _gone_away(world, _ago("former_residents", over=True))
    officer = world.client("privacy_officer")
    before = officer.get("/privacy/").content.decode()
    assert "还没有到期删除过" in before
    assert '<span class="now">1</span>' in before
    assert "响应结束后起算" in before
    purge(access=ANY)
    after = officer.get("/privacy/").content.decode()
    assert '<span class="now">' not in after
    assert "已搬离的居民" in after.split("已经删除的")[-1]
    assert officer.get("/privacy/?file=csv").content.decode().count("已搬离的居民") == 1


def test_the_end_of_the_response_is_said_on_screen_and_taken_back(world: World) -> None:
    place = world.post("leading_group_head").place
    head, url = world.client("leading_group_head"), f"/privacy/response/{place.label}/"
    assert "登记结束" in head.get(url).content.decode()
    ahead = head.post(url, {"ended_on": clock.today() + timedelta(days=1)})
    assert (ahead.status_code, "还没有到" in ahead.content.decode()) == (422, True)
    head.post(url, {"ended_on": clock.today()})
    goes = clock.today() + timedelta(days=DAYS["residents"] + 1)
    assert goes.isoformat() in head.get(url).content.decode()
    head.post(f"{url}resume/")
    assert "登记结束" in head.get(url).content.decode()


def _over(world: World, day: date) -> Case:
    """A case that was closed at noon of that day, with something of every kind that hangs on it."""
    case = world.case(world.stairwell)
    Check.objects.filter(case=case, state="due").update(state="void")
    episode, at = world.episode(world.stairwell), _moment(day)
    assert episode.case_id == case.pk
    Hold.objects.create(
        person=case.person, path=case.path, source_kind="observation", source=case.pk, lifted_at=at
    )
    taken_away = Check.objects.create(case=case, path=case.path, day=day, slot="gone")
    taken_away.delete()
    LinkedCase.objects.filter(case=case).update(valid=False)
    Case.objects.filter(pk=case.pk).update(
        state="released", opened_at=at - timedelta(days=14), closed_at=at
    )
    settle(measures=[measure.key for measure in OBSERVED], sources=_all_of(case))
    return case


def _all_of(case: Case) -> list[Any]:
    found = [case.pk]
    for model, ways in HANGS_ON:
        found += model._default_manager.filter(**{ways[0]: case.pk}).values_list("pk", flat=True)
    return found


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_an_observation_that_is_over(world: World, over: bool) -> None:
    case = _over(world, _ago("observation", over=over))
    others = Case.objects.exclude(pk=case.pk).count()
    hers = {model: way[0] for model, way in HANGS_ON}
    there = {m for m, way in hers.items() if m._default_manager.filter(**{way: case.pk}).exists()}
    assert {Case, Check, TermChange, Episode, Step} <= there
    shared = LinkedCase.objects.exclude(case=case).values("link")
    own = HomeLink.objects.filter(linked__case=case).exclude(pk__in=shared)
    links = list(own.values_list("pk", flat=True))
    ids = _all_of(case)
    purge(access=ANY)
    kept = not over
    for model in there:
        rows = model._default_manager.filter(**{hers[model]: case.pk})
        assert rows.exists() == kept, model
    assert Hold.objects.filter(source=case.pk).exists() == kept
    assert bool(_history(Hold, source=case.pk)) == kept
    assert bool(_history(Case, pgh_obj_id=case.pk)) == kept
    assert bool(_history(Check, case_id=case.pk)) == kept
    assert bool(_history(Episode, pgh_obj_id__in=ids)) == kept
    assert HomeLink.objects.filter(pk__in=links).count() == len(links) * kept
    assert Case.objects.exclude(pk=case.pk).count() == others
    assert Deletion.objects.filter(key="observation").exists() == over
    _clean()


def test_a_sealed_day_tells_that_an_observation_went(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = _over(world, _ago("observation", over=True))
    monkeypatch.setattr("wanli.domains.audit.operations.seal._still_running", lambda *_: False)
    with clock.frozen(datetime.now(UTC) + timedelta(days=1)):
        seal_day(clock.today() - timedelta(days=1))
        purge(access=ANY)
        assert not Case.objects.filter(pk=case.pk).exists()
        assert Pruned.objects.filter(table="observation_caseevent").exists()
        # What the purge itself logs falls on the database's today, which this test has sealed.
        (broken,) = verify()
        assert set(broken.tables) == {"audit_pruned", "privacy_deletion"}


def test_who_is_still_observed_stays_however_long_ago_it_began(world: World) -> None:
    case = world.case(world.stairwell)
    Case.objects.filter(pk=case.pk).update(opened_at=_moment(_ago("observation", over=True)))
    purge(access=ANY)
    assert Case.objects.filter(pk=case.pk).exists()


def _adopting(world: World, **changed: Any) -> str:
    version = Version.objects.get(adopted_at=None)
    content = version.content
    rule = next(one for one in content["retention"] if one["key"] == "access_log")
    rule.update(changed)
    Version.objects.filter(pk=version.pk).update(content=content)
    answer = world.client("subdistrict_leader").post(reverse("plan:adopt", args=[version.pk]))
    assert answer.status_code == 422
    return answer.content.decode()


def test_no_plan_keeps_the_access_log_for_less_than_half_a_year(world: World) -> None:
    assert "至少要保存 183 天" in _adopting(world, days=100)


def test_no_plan_counts_from_a_day_that_never_comes(world: World) -> None:
    assert "没有这一天" in _adopting(world, starts="released")


def test_a_plan_from_before_a_kind_of_record_keeps_it_as_the_plan_that_comes_with_wanli(
    world: World,
) -> None:
    """Nothing stays for ever because it was thought of later."""
    place = world.post("leading_group_head").place
    version = Version.objects.get(adopted_at=None)
    old = [one for one in version.content["retention"] if one["key"] != "routines"]
    at, users = clock.now(), world.users
    Version.objects.filter(pk=version.pk).update(
        content=version.content | {"retention": old}, effective_on=clock.today(),
        proposed_at=at, proposed_by=users["residential_head"],
        adopted_at=at, adopted_by=users["subdistrict_leader"],
    )  # fmt: skip
    (term,) = [one for one in terms(Area(place.path)) if one.rule.key == "routines"][:1]
    assert term.days == DAYS["routines"]
    assert term.version is not None


TRACES = """SELECT count(*) FROM people_personevent e
WHERE NOT EXISTS (SELECT FROM people_person p WHERE p.id = e.pgh_obj_id)"""


def test_killed_in_the_middle_it_goes_on(own_database: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wanli", "--data", str(tmp_path)]
    where = dict(os.environ | own_database)
    with psycopg.connect(own_database["WANLI_DATABASE_OWNER_URL"], autocommit=True) as owner:
        held = (
            "(SELECT person_id FROM observation_case UNION SELECT person_id FROM passes_hold"
            " UNION SELECT person_id FROM arrivals_returnee WHERE person_id IS NOT NULL"
            " UNION SELECT person_id FROM contacts_cared"
            " UNION SELECT person_id FROM checklists_match)"
        )
        for change in (
            "people_person SET left_on = '2020-01-01' WHERE id",
            "people_residence SET until = '2020-01-01' WHERE until IS NULL AND person_id",
            "people_keymark SET until = '2020-01-01' WHERE until IS NULL AND person_id",
        ):
            owner.execute(f"UPDATE {change} NOT IN {held}")  # type: ignore[arg-type]
        before = owner.execute("SELECT count(*) FROM people_person").fetchone()
        process = subprocess.Popen([*command, "purge", "--json"], env=where)
        # As soon as it has begun to delete: the rows that it holds are locked.
        while (
            process.poll() is None
            and not owner.execute(
                "SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                " WHERE c.relname = 'people_person' AND l.mode = 'RowExclusiveLock'"
            ).fetchone()
        ):
            pass
        process.kill()
        process.wait()
        after = owner.execute("SELECT count(*) FROM people_person").fetchone()
        assert owner.execute(TRACES).fetchone() == (0,)
        subprocess.run([*command, "purge"], env=where, check=True)
        left = owner.execute("SELECT count(*) FROM people_person").fetchone()
        assert owner.execute(TRACES).fetchone() == (0,)
        assert after in (before, left)
        assert before
        assert left
        assert left[0] * 4 < before[0], "only those who are watched over stay"
    for proof in (["audit", "verify"], ["reconcile"]):
        done = subprocess.run([*command, *proof, "--json"], env=where, capture_output=True)
        assert done.returncode == 0, done.stdout
