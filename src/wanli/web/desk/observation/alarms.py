"""Alarms: the band on every page, the list, one episode with what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.observation import alarms
from wanli.domains.observation.access import Case
from wanli.domains.observation.choices import ALARMS, OUTCOMES
from wanli.domains.observation.hospitals import Hospital, designated, designated_ones
from wanli.domains.observation.operations.follow_alarm import (
    ANOTHER,
    ON_THE_WAY,
    conclude,
    may_conclude,
    take_step,
)
from wanli.domains.observation.wording import words_kept
from wanli.domains.people.queries import age_on
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.numbers import numbers_of
from wanli.web.errors import add_refusal
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
DEEDS = {
    "taken": gettext_lazy("我来处理"),
    "asked": gettext_lazy("叫了车"),
    "left": gettext_lazy("已离家"),
    "arrived": gettext_lazy("已到医院"),
    "note": gettext_lazy("只记一笔"),
}


class StepForm(forms.Form):
    """A step: which, a note, and when if not now."""

    kind = forms.ChoiceField(
        choices=list(DEEDS.items()),
        error_messages={
            "required": gettext_lazy("请从列出的几步里点一个。"),
            "invalid_choice": gettext_lazy("请从列出的几步里点一个。"),
        },
    )
    hospital = forms.ChoiceField(
        label=gettext_lazy("送哪家医院"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("预案里没有这家医院。请重新选。")},
    )
    note = forms.CharField(
        label=gettext_lazy("备注(谁陪同;别家医院的名称)"), required=False, max_length=300
    )
    at = forms.TimeField(
        label=gettext_lazy("几点的事"),
        required=False,
        help_text=gettext_lazy("不填就是现在。"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("请写成 09:30 这样的时间。")},
    )

    def __init__(self, *given: Any, hospitals: Sequence[Hospital] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        known = [(one.key, in_words(one.name)) for one in hospitals]
        if known:
            choices = [*known, (ANOTHER, _("另一家,写在备注里"))]
            self.fields["hospital"] = forms.ChoiceField(
                label=self.fields["hospital"].label, required=False, choices=choices,
                error_messages=self.fields["hospital"].error_messages,
            )  # fmt: skip
        else:
            del self.fields["hospital"]

    def moment(self) -> datetime | None:
        """The time of day that was typed, today; None for now."""
        at = self.cleaned_data["at"]
        return datetime.combine(clock.today(), at, clock.LOCAL_ZONE) if at else None


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("怎么结束的"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请点一个结果。"),
            "invalid_choice": gettext_lazy("请点一个结果。"),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("说明一句"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("虚惊一场的,写明是怎么回事。"),
    )


@require_GET
def band(request: HttpRequest) -> HttpResponse:
    """The band by itself, for pages that stay open."""
    access_of(request).require_any("observation.record")
    response = render(request, "observation/_siren.html")
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def episodes(request: HttpRequest) -> HttpResponse:
    """Every alarm below a place: those that wait for an outcome first."""
    access = access_of(request)
    place, paths = where_asked(request, access, "observation.view")
    found = behind_increment(request, alarms.episodes(paths), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    lines = alarms.lines(page)
    context = {
        "place": place,
        "page": page,
        "open": [
            (line, ALARMS.get(line.episode.kind)) for line in lines if not line.episode.closed_at
        ],
        "closed": [
            (line, ALARMS.get(line.episode.kind)) for line in lines if line.episode.closed_at
        ],
    }
    return render(request, "observation/episodes.html", context)


@require_GET
def episode(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """One alarm: what happened so far, and what comes next."""
    access = access_of(request)
    return _page(request, access, alarms.episode_for(access, episode_id))


@require_POST
def step(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Something was done about it."""
    access = access_of(request)
    found = alarms.episode_for(access, episode_id, "observation.record")
    form = StepForm(request.POST, auto_id="step_%s", hospitals=_hospitals(found))
    if form.is_valid():
        try:
            take_step(
                access=access,
                episode_id=episode_id,
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
                at=form.moment(),
                hospital=form.cleaned_data.get("hospital", ""),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("observation:episode", episode_id)
    return _page(request, access, found, step=form)


@require_POST
def close(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """It has an outcome."""
    access = access_of(request)
    found = alarms.episode_for(access, episode_id)
    if not may_conclude(access, found):
        access.require("observation.manage", found.path)
    form = OutcomeForm(request.POST, auto_id="outcome_%s")
    if form.is_valid():
        try:
            conclude(access=access, episode_id=episode_id, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已有结果,报警解除。"))
            return redirect("observation:case", found.case_id)
    return _page(request, access, found, outcome=form)


def _page(
    request: HttpRequest,
    access: Access,
    found: alarms.Episode,
    *,
    step: StepForm | None = None,
    outcome: OutcomeForm | None = None,
) -> HttpResponse:
    case = found.case
    plan = plan_in_force(found.path).plan
    symptoms = {one.key: in_words(one.name) for one in plan.symptoms.symptoms}
    line = alarms.lines([found])[0]
    may_record = access.can("observation.record", found.path)
    context: dict[str, Any] = {
        "episode": found,
        "case": case,
        "line": line,
        "kind": ALARMS.get(found.kind),
        "age": age_on(case.person.birth_date, clock.today()),
        "crumbs": crumbs_of(access, case.place),
        "events": [(one, _symptoms(one, symptoms)) for one in alarms.timeline(found)],
        "deeds": _deeds(found),
        "may_record": may_record,
        "may_conclude": may_conclude(access, found),
        "clear": numbers_of(access, case, _("发热和症状处理"))
        if may_record and not found.closed_at
        else None,
        "step": step or _blank_step(found),
        "hospital": _bound_for(found),
        "outcome": outcome or OutcomeForm(auto_id="outcome_%s"),
    }
    status = 422 if step or outcome else 200
    response = render(request, "observation/episode.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _hospitals(found: alarms.Episode) -> Sequence[Hospital]:
    return () if found.closed_at else designated_ones(found.path)


def _blank_step(found: alarms.Episode) -> StepForm:
    initial = {"hospital": found.hospital.get("key") or (ANOTHER if found.transport else "")}
    return StepForm(auto_id="step_%s", hospitals=_hospitals(found), initial=initial)


@dataclass(frozen=True, slots=True)
class Bound:
    """The hospital of an episode, in the reader's words. ``decided``: she is on the way there."""

    name: str
    phone: str
    address: str
    decided: bool


def _bound_for(found: alarms.Episode) -> Bound | None:
    """Where she is brought to, or would be; None where nobody has designated one."""
    if kept := found.hospital:
        name, address = words_kept(kept["name"]), words_kept(kept["address"])
        return Bound(name, kept["phone"], address, decided=True)
    hospital = designated(found.path) if not (found.closed_at or found.transport) else None
    if hospital is None:
        return None
    address = in_words(hospital.address)
    return Bound(in_words(hospital.name), hospital.phone, address, decided=False)


def episodes_told(case: Case, symptoms: dict[str, str]) -> list[tuple[Any, ...]]:
    """The alarms of a case, each with its kind and its timeline."""
    return [
        (
            one,
            ALARMS.get(one.kind),
            [(event, _symptoms(event, symptoms)) for event in alarms.timeline(one)],
        )
        for one in alarms.of_case(case)
    ]


def _symptoms(event: alarms.Event, known: dict[str, str]) -> list[str]:
    return [known.get(key, key) for key in event.reading.symptoms] if event.reading else []


def _deeds(found: alarms.Episode) -> list[tuple[str, object, bool]]:
    """The steps that can still be taken; the next one on the way stands out."""
    done = ON_THE_WAY[: ON_THE_WAY.index(found.transport) + 1] if found.transport else ()
    left = [(key, name) for key, name in DEEDS.items() if key not in done]
    following = next((key for key in ON_THE_WAY if key not in done), "")
    return [(key, name, key == following) for key, name in left]
