"""Hand a case over: offered with a reason, accepted or refused by the other side, taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.operations.transfer_records import transfer_records
from wanli.domains.observation.access import held_case
from wanli.domains.observation.links import Commitment, LinkedCase
from wanli.domains.observation.models import (
    STANDING,
    Case,
    Certificate,
    Check,
    Correction,
    Diary,
    DiaryPhoto,
    Episode,
    HandOver,
    Issued,
    LadderStop,
    Leave,
    SignedPaper,
    Start,
    Step,
    Talk,
    TalkNote,
    TermChange,
)
from wanli.domains.observation.operations.home_links import void_links
from wanli.domains.passes.operations.hold import move_holds
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given
from wanli.kernel.scope import EVERYTHING, everything_for

KINDS_TO = ("area", "household", "room", "tower", "park")
"""Another committee, a home, or an observation site."""
State = HandOver.State


def offer(*, access: Access, case_id: UUID, to: str, why: str) -> HandOver:
    """Offer a case to whoever answers for the place with the label ``to``.

    It stays here until they accept. Where one answers for that place oneself, it goes over at
    once. Offering the same again changes nothing. Permission ``observation.manage`` at the case.
    """
    with transaction.atomic():
        hold_tree()
        case = held_case(access, case_id, "observation.manage")
        if case.state not in STANDING:
            raise Refused(_("这份观察已经结束,不用移交。"))
        place = _target(case, to)
        known = HandOver.objects.filter(case=case, state=State.OFFERED).first()
        if known and known.place_to_id == place.pk:
            return known
        if known:
            raise Refused(_("已经移交给别处,正等对方答复。要改,请先收回。"), field="to")
        # The row lies at both ends; whoever offers may write at this one.
        made = HandOver.objects.create(
            case=case,
            path=case.path,
            place_to=place,
            path_to=place.path,
            why=reason_given(why, _("请写明为什么移交,对方看得到。")),
            offered_by_id=access.user_id,
        )
        if access.can("observation.manage", place.path):
            _take_over(access, made, place)
    return made


def accept(*, access: Access, offer_id: UUID, door: str = "") -> HandOver:
    """The case is observed here from now on: it, its checks, its terms and its hold move in one
    transaction, and the books with them, as a transfer and not as somebody new.

    ``door``: the label of a place below the one it was offered to. Accepting twice changes
    nothing. Permission ``observation.manage`` at the place it was offered to.
    """
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=True)
        if found.state == State.ACCEPTED:
            return found
        _still_offered(found)
        _take_over(access, found, _door(access, found, door))
    return found


def refuse(*, access: Access, offer_id: UUID, why: str) -> HandOver:
    """The case stays where it is, and they hear why. Twice changes nothing.

    Permission ``observation.manage`` at the place it was offered to.
    """
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=True)
        if found.state == State.REFUSED:
            return found
        _still_offered(found)
        found.answer = reason_given(why, _("请写明为什么不接收,对方看得到。"))
        _answered(access, found, State.REFUSED)
    return found


def take_back(*, access: Access, offer_id: UUID) -> HandOver:
    """Offered no more. Twice changes nothing. Permission ``observation.manage`` at the case."""
    with transaction.atomic():
        hold_tree()
        found = held_offer(access, offer_id, incoming=False)
        if found.state == State.WITHDRAWN:
            return found
        _still_offered(found)
        _answered(access, found, State.WITHDRAWN)
    return found


def held_offer(access: Access, offer_id: UUID, *, incoming: bool) -> HandOver:
    """The offer held for the transaction, for the side that may answer it, or made it."""
    rows = HandOver.objects.select_for_update(of=("self",))
    found = rows.filter(pk=offer_id).first()
    if found is None or not access.can(
        "observation.manage", found.path_to if incoming else found.path
    ):
        raise Hidden
    return found


def _target(case: Case, label: str) -> Place:
    """Where it shall go: names of committees and sites are nobody's secret."""
    with acting(EVERYTHING):
        place = Place.objects.standing().filter(label=label, kind__in=KINDS_TO).first()
    if place is None:
        raise Refused(_("请从列表里选移交给哪里。"), field="to")
    if covers(place.path, case.path):
        raise Refused(_("本来就归那里观察,不用移交。"), field="to")
    return place


def _door(access: Access, found: HandOver, label: str) -> Place:
    """Where exactly it is observed: the door that was chosen, or the place it was offered to."""
    if not label:
        return Place.objects.get(pk=found.place_to_id)
    place = Place.objects.standing().filter(label=label).first()
    if place is None or not covers(found.path_to, place.path):
        raise Refused(_("请选移交到的地方里面的一户或一间。"), field="door")
    access.require("observation.manage", place.path)
    return place


def _take_over(access: Access, found: HandOver, place: Place) -> None:
    """Both ends were authorised; neither may write at the other one, so the system does."""
    with acting(everything_for(access.user_id)):
        case = Case.objects.select_for_update(of=("self",)).get(pk=found.case_id)
        if case.state not in STANDING:
            raise Refused(_("这份观察已经结束,不用移交。"))
        case.place, case.path = place, place.path
        case.save(update_fields=["place", "path"])
        TermChange.objects.filter(case=case).update(path=place.path)
        checks = Check.objects.filter(case=case)
        ids = list(checks.order_by("pk").select_for_update().values_list("pk", flat=True))
        checks.update(path=place.path)
        ids += _follow(case)
        transfer_records(sources=[case.pk, *ids], path=place.path, reason="hand-over")
        move_holds(source=case.pk, path=place.path)
        _answered(access, found, State.ACCEPTED)


def _follow(case: Case) -> list[UUID]:
    """Let all else that hangs on the case follow it; of what the books keep of it, the ids.

    The link by which the home reports names the number of those who gave it: it is void.
    """
    void_links([case.pk])
    episodes = Episode.objects.filter(case=case)
    episodes.update(path=case.path)
    Step.objects.filter(episode__case=case).update(path=case.path)
    Correction.objects.filter(of__case=case).update(path=case.path)
    for model in (
        LadderStop, Leave, Talk, LinkedCase, Certificate, Start, Issued, SignedPaper, Diary,
    ):  # fmt: skip
        model._default_manager.filter(case=case).update(path=case.path)
    TalkNote.objects.filter(talk__case=case).update(path=case.path)
    DiaryPhoto.objects.filter(diary__case=case).update(path=case.path)
    Commitment.objects.filter(case=case).update(path=case.path)
    booked = (episodes, Talk.objects.filter(case=case), Leave.objects.filter(case=case))
    return [pk for rows in booked for pk in rows.values_list("pk", flat=True)]


def _still_offered(found: HandOver) -> None:
    if found.state != State.OFFERED:
        raise Refused(_("这次移交已经有了结果:{state}。"), state=found.get_state_display())


def _answered(access: Access, found: HandOver, state: HandOver.State) -> None:
    found.state, found.answered_at, found.answered_by_id = state, clock.now(), access.user_id
    found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
