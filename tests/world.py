"""The small demo subdistrict, and its personas signed in: what the fixture ``world`` gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from io import BytesIO

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from PIL import Image

from tests.arrivals import compound_of, registered
from wanli.demo.load import PERSONAS
from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.models import Post, User
from wanli.domains.arrivals.models import AreaNotice, Arrival, PaperForm, PaperPhoto, Returnee
from wanli.domains.arrivals.models import HandOver as ArrivalOffer
from wanli.domains.arrivals.operations.hand_over import offer as offer_arrival
from wanli.domains.arrivals.operations.notices import Terms as AreaTerms
from wanli.domains.arrivals.operations.notices import take_in as take_in_areas
from wanli.domains.arrivals.operations.papers import keep_paper_photo, print_forms
from wanli.domains.canvass.models import Campaign, Door, Sheet, SheetPhoto
from wanli.domains.canvass.operations.ask_sheets import CODE, ask_sheets
from wanli.domains.canvass.operations.keep_photo import keep_photo
from wanli.domains.canvass.operations.print_sheets import print_sheets
from wanli.domains.checklists.models import CheckList, Lead, Match, Row
from wanli.domains.checklists.operations.leads import Heard, report_lead
from wanli.domains.checklists.operations.match import start_list
from wanli.domains.checklists.operations.take_in import Letter, say_columns
from wanli.domains.checklists.operations.take_in import take_in_list as take_in_list_from_above
from wanli.domains.checklists.operations.tell import tell
from wanli.domains.contacts.models import Home, RoundSheet
from wanli.domains.contacts.operations.print_sheets import print_sheets as print_round
from wanli.domains.errands.operations.waste_days import open_waste_day
from wanli.domains.errands.waste_models import WasteStop
from wanli.domains.jobs.models import Job
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.notices.models import Channel
from wanli.domains.notices.operations.channels import Way, set_up_channel
from wanli.domains.observation.models import (
    Case,
    CaseList,
    Check,
    Diary,
    DiaryPhoto,
    Episode,
    HandOver,
    Leave,
    SignedPaper,
    Talk,
)
from wanli.domains.observation.operations.case_lists import Terms, take_in_list
from wanli.domains.observation.operations.counsel import ask_counsel
from wanli.domains.observation.operations.hand_over import offer
from wanli.domains.observation.operations.keep_paper import keep_paper
from wanli.domains.observation.operations.leave import ask_leave
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.operations.print_diaries import number
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.operations.type_diary import keep_diary_photo
from wanli.domains.people.facets import facets
from wanli.domains.people.models import Merge, Person
from wanli.domains.people.operations.merge import merge
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.domains.places.models import Place
from wanli.domains.places.queries import path_of_kind
from wanli.domains.postings.models import Remark, StairwellNotice
from wanli.domains.postings.operations.issue import issue_notices
from wanli.domains.postings.operations.leave_remark import leave_remark
from wanli.domains.routines.models import RoutineCheck, RoutinePhoto
from wanli.domains.routines.operations.days import lay_out
from wanli.domains.routines.operations.photos import keep_photo as keep_routine_photo
from wanli.domains.sensors.models import DoorQuestion, Sensor
from wanli.domains.sensors.operations.hang import Hung, hang, replace_secret
from wanli.domains.sensors.operations.hear import hear
from wanli.domains.sensors.operations.judge import judge
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@dataclass
class World:
    """The demo in small: whom to sign in as, and things at two ends of the tree."""

    users: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)

    def post(self, key: str) -> Post:
        """The persona's post."""
        return Post.objects.get(user=self.users[key])

    def client(self, key: str) -> Client:
        """A browser signed in as this persona."""
        if key not in self.clients:
            self.clients[key] = client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = session_key(key)
        return self.clients[key]

    @cached_property
    def stairwell(self) -> Place:
        """The stairwell leader's."""
        return self.post("stairwell_leader").place

    @cached_property
    def elsewhere(self) -> Place:
        """A stairwell of the other committee."""
        area = self.post("other_worker").path
        return Place.objects.filter(path__within=area, kind="stairwell").order_by("path")[0]

    def home(self, stairwell: Place) -> Place:
        """A home there with somebody in it who is not observed."""
        people = Person.objects.filter(path__within=stairwell.path, left_on=None)
        path = people.exclude(path__in=Case.objects.values("path"))[0].path
        return Place.objects.get(path=path)

    def person(self, stairwell: Place) -> Person:
        """Somebody who lives there."""
        return Person.objects.filter(path__within=stairwell.path, left_on=None).order_by("id")[0]

    def leader_of(self, stairwell: Place) -> Post:
        """The post of the leader of a stairwell."""
        return Post.objects.get(path=stairwell.path, role="stairwell_leader", ended_at=None)

    def two_people(self, stairwell: Place) -> list[Person]:
        """Two who live there."""
        here = Person.objects.filter(path__within=stairwell.path, left_on=None)
        return list(here.order_by("id")[:2])

    def merge(self, stairwell: Place) -> Merge:
        """Two who live there, merged."""
        one, other = self.two_people(stairwell)
        seen = {str(person.pk): facets(person) for person in (one, other)}
        return merge(
            access=Access.system(), survivor_id=one.pk, loser_id=other.pk, taken=set(), seen=seen
        )

    def merged_place(self, stairwell: Place) -> Place:
        """A door there that was merged into the next one."""
        gone, stays = Place.objects.standing().filter(parent=stairwell, kind="household")[:2]
        merge_place(access=Access.system(), label=gone.label, into=stays.label, reason="录了两遍")
        return gone

    def door(self, stairwell: Place, *, settled: bool = False) -> Door:
        """A door of the running campaign there, behind which nobody is observed."""
        doors = Door.objects.filter(path__within=stairwell.path, running=True)
        doors = doors.exclude(path__in=Case.objects.values("path"))
        found = doors.exclude(result="") if settled else doors.filter(result="")
        return found.order_by("path")[0]

    def case(self, stairwell: Place) -> Case:
        """Somebody observed there; another one where nobody is."""
        known = Case.objects.filter(path__within=stairwell.path, state="open").first()
        if known:
            return known
        opening = Opening("contact", "home_14", clock.today())
        person = self.person(stairwell)
        return open_case(access=Access.system(), person_id=person.pk, opening=opening)

    def told(self, stairwell: Place) -> Check:
        """A temperature of somebody observed there: a fever."""
        case = self.case(stairwell)
        return record_check(access=Access.system(), case_id=case.pk, said=Said("38.1"))

    def episode(self, stairwell: Place) -> Episode:
        """The alarm that it raised."""
        return Episode.objects.get(case=self.told(stairwell).case_id, closed_at=None)

    def routine(self, stairwell: Place) -> RoutineCheck:
        """Something that is to be done there today."""
        lay_out(stairwell.path, clock.today())
        return RoutineCheck.objects.filter(place=stairwell, day=clock.today())[0]

    def case_list(self, stairwell: Place) -> CaseList:
        """A list of contacts that its committee was sent, with rows that were refused."""
        area = (path_of_kind(stairwell.path, "area") or "").rpartition(".")[2]
        found = take_in_list(
            access=Access.system(), label=area, content="姓名,手机\n周小芳,15400000001\n".encode(),
            file_name="a.csv", terms=Terms("contact", "home_14", clock.today()),
        )  # fmt: skip
        found.refused_rows = found.content
        found.save()
        return found

    def check_list(self, stairwell: Place) -> CheckList:
        """A list that its committee was sent, about somebody who lives there: one thing is known
        of her, another must be asked."""
        area = (path_of_kind(stairwell.path, "area") or "").rpartition(".")[2]
        person = self.person(stairwell)
        content = f"姓名,证件号,是否在管,核酸结果\n{person.name},{_number(person)},,\n".encode()
        letter = Letter("派出所", clock.now() + timedelta(hours=3))
        found = take_in_list_from_above(
            access=Access.system(), label=area, content=content, file_name="a.csv", letter=letter
        )
        say_columns(access=Access.system(), list_id=found.pk, columns=[])
        start_list(access=Access.system(), list_id=found.pk)
        return found

    def lead(self, stairwell: Place) -> Lead:
        """What somebody heard of it."""
        heard = Heard("有人拖着行李进来", "五楼", "neighbour")
        return report_lead(
            access=Access.system(), label=stairwell.label, lead_id=uuid7(), heard=heard
        )

    def list_match(self, stairwell: Place) -> Match:
        """Whom it is about."""
        return Match.objects.filter(row__list=self.check_list(stairwell))[0]

    def answered_row(self, stairwell: Place) -> Row:
        """The row about her, answered."""
        match = self.list_match(stairwell)
        tell(access=Access.system(), match_id=match.pk, told={"test": "阴性"})
        return Row.objects.get(pk=match.row_id)

    def area_notice(self) -> AreaNotice:
        """A notice of key areas that somebody handed in."""
        street = Place.objects.above(self.stairwell.path).get(kind="subdistrict")
        return take_in_areas(
            access=Access.system(), label=street.label, content="地区,等级\n湖北省,高\n".encode(),
            file_name="a.csv", terms=AreaTerms("通告", clock.today(), "medium", whole=False),
        )  # fmt: skip

    def returnee(self, stairwell: Place) -> Returnee:
        """Somebody who registered for a home there."""
        made = registered(self.home(stairwell)).arrival
        return made.returnees.get()

    def diary(self, stairwell: Place) -> Diary:
        """Printed for somebody observed there."""
        return number(Access.system(), [self.case(stairwell)])[0].diary

    def diary_photo(self, stairwell: Place) -> DiaryPhoto:
        """A picture of it."""
        drawn = BytesIO()
        Image.new("RGB", (30, 40), "white").save(drawn, "JPEG")
        code = self.diary(stairwell).code
        return keep_diary_photo(access=Access.system(), code=code, sent=Sent.of(drawn.getvalue()))

    def notice(self, stairwell: Place) -> StairwellNotice:
        """The address of its notice."""
        issue_notices(access=Access.system(), label=stairwell.label)
        return StairwellNotice.objects.filter(place=stairwell).order_by("made_at")[0]

    def remark(self, stairwell: Place) -> Remark:
        """Something that a neighbour said to it, with her name and number."""
        return leave_remark(
            code=self.notice(stairwell).code, remark_id=uuid7(), said="楼道的灯坏了三天。",
            name="王阿姨", phone="15400000018",
        )  # fmt: skip

    def arrival(self, stairwell: Place) -> Arrival:
        """A family that registered for a home there."""
        return registered(self.home(stairwell)).arrival

    def arrival_paper(self, stairwell: Place) -> PaperForm:
        """A pile of blank forms for the compound around it."""
        compound = compound_of(stairwell)
        papers = print_forms(access=Access.system(), label=compound.label, copies=1)
        return next(one for one in papers if one.path == compound.path)

    def arrival_photo(self, stairwell: Place) -> PaperPhoto:
        """A sheet of it, filled in and photographed."""
        drawn = BytesIO()
        Image.new("RGB", (40, 30)).save(drawn, "JPEG")
        code = self.arrival_paper(stairwell).code
        return keep_paper_photo(access=Access.system(), code=code, sent=Sent.of(drawn.getvalue()))

    def arrival_offer(self, stairwell: Place) -> ArrivalOffer:
        """One of the other end of the tree, offered to the compound of this one."""
        other = self.elsewhere if stairwell == self.stairwell else self.stairwell
        theirs = "other_worker" if other == self.elsewhere else "committee_worker"
        return offer_arrival(
            access=access_of(self.users[theirs].pk), arrival_id=self.arrival(other).pk,
            to=compound_of(stairwell).label, why="住在那边",
        )  # fmt: skip

    def routine_photo(self, stairwell: Place) -> RoutinePhoto:
        """A picture of it."""
        drawn = BytesIO()
        Image.new("RGB", (30, 40), "white").save(drawn, "JPEG")
        check = self.routine(stairwell)
        return keep_routine_photo(
            access=Access.system(), check_id=check.pk, sent=Sent.of(drawn.getvalue())
        )

    def waste(self, stairwell: Place) -> WasteStop:
        """A home there whose waste is to be fetched today."""
        case = self.case(stairwell)
        with clock.frozen(clock.midnight(clock.today())):
            open_waste_day()
        return WasteStop.objects.filter(path=case.path, day=clock.today())[0]

    def hung(self, stairwell: Place) -> Hung:
        """A sensor at the door of somebody observed there, with a secret made anew."""
        home = self.case(stairwell).place
        known = Sensor.objects.filter(place=home, down_at=None).first()
        if known:
            return replace_secret(access=Access.system(), sensor_id=known.pk)
        return hang(access=Access.system(), label=home.label, mark="MC-900")

    def door_question(self, stairwell: Place) -> DoorQuestion:
        """An opening of that door that nothing explains."""
        hung, later = self.hung(stairwell), clock.now() + timedelta(days=1)
        with clock.frozen(later):
            body = b'{"events": [{"id": "%s", "kind": "open"}]}' % uuid7().hex.encode()
            hear(sensor=hung.sensor, body=body)
        with clock.frozen(later + timedelta(hours=1)):
            judge()
        found = DoorQuestion.objects.filter(sensor=hung.sensor, state="open")
        return found.order_by("-raised_at")[0]

    def channel(self, stairwell: Place) -> Channel:
        """A channel of the committee there; nobody listens at its end."""
        area = ".".join(stairwell.path.split(".")[:4])
        way = Way("群", "committee", "json://127.0.0.1:9/")
        label = area.rpartition(".")[2]
        return set_up_channel(access=Access.system(), label=label, way=way)

    def leave(self, stairwell: Place) -> Leave:
        """That she asked to go out for two hours, on a day to come."""
        now = clock.now() + timedelta(days=3)
        return ask_leave(
            access=Access.system(), case_id=self.case(stairwell).pk, why="去医院透析",
            starts_at=now, ends_at=now + timedelta(hours=2),
        )  # fmt: skip

    def talk(self, stairwell: Place) -> Talk:
        """That a counsellor is to call her."""
        return ask_counsel(access=Access.system(), case_id=self.case(stairwell).pk)

    def paper(self, stairwell: Place) -> SignedPaper:
        """A photo of the notice that was signed there."""
        case = self.case(stairwell)
        case.papers.all().delete()
        keep_paper(access=Access.system(), case_ids=[case.pk], sent=Sent.of(_drawn()))
        return case.papers.get()

    def offer(self, stairwell: Place) -> HandOver:
        """A case of the other end of the tree, offered to the committee of this one."""
        other = self.elsewhere if stairwell == self.stairwell else self.stairwell
        area = path_of_kind(stairwell.path, "area") or ""
        theirs = "other_worker" if other == self.elsewhere else "committee_worker"
        return offer(
            access=access_of(self.users[theirs].pk), case_id=self.case(other).pk,
            to=area.rpartition(".")[2], why="住到亲戚家",
        )  # fmt: skip

    def sheet(self, stairwell: Place) -> Sheet:
        """The first page printed for it."""
        printed = print_sheets(
            access=Access.system(), campaign_id=self.campaign.pk, label=stairwell.label
        )
        return printed[0].sheet

    def round_sheet(self, stairwell: Place) -> RoundSheet:
        """The first page printed for the round there."""
        Home.objects.filter(path__within=stairwell.path).update(state="due")
        return print_round(Access.system(), stairwell.label)[0].sheet

    def photo(self, stairwell: Place) -> SheetPhoto:
        """A picture of that page."""
        code = self.sheet(stairwell).code
        return keep_photo(access=Access.system(), code=code, sent=Sent.of(_drawn()))

    def print_job(self, stairwell: Place) -> Job:
        """That the system was asked to print its sheets."""
        return ask_sheets(
            access=Access.system(), campaign_id=self.campaign.pk, label=stairwell.label,
            address=f"http://testserver/canvass/sheets/{CODE}/", language="zh-hans",
        )  # fmt: skip

    @cached_property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(closed_on=None)


def _drawn() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (30, 40), "white").save(drawn, "JPEG")
    return drawn.getvalue()


def session_key(persona: str) -> str:
    """Of the session in which she is signed in, in the template and in all that is copied of it."""
    return f"persona-{persona}"


def sign_all_in() -> None:
    """Sign each persona in, once for all tests: it costs as much as a page."""
    for key, user in found().users.items():
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        given = Session.objects.filter(pk=client.session.session_key)
        given.update(session_key=session_key(key))
        client.cookies[settings.SESSION_COOKIE_NAME] = session_key(key)
        assert client.get("/account/mine/", HTTP_HOST="localhost").status_code == 200, key


def found() -> World:
    """The world as the template database has it."""
    keys = [persona.key for persona in PERSONAS]
    return World({user.username: user for user in User.objects.filter(username__in=keys)})


def _number(person: Person) -> str:
    """Her document, opened."""
    return keyring().open(DOCUMENT, person.id_cipher) if person.id_cipher else ""
