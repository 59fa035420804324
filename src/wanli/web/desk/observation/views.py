"""The call sheet, one check, one case, and the curves of a place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.observation import alarms, care, queries
from wanli.domains.observation.access import Case, Check, case_for
from wanli.domains.observation.certificates import certificates_of
from wanli.domains.observation.choices import ALARMS, CHANNELS, MOODS, NEEDS
from wanli.domains.observation.homes import commitment_of, link_of
from wanli.domains.observation.operations.record_check import Doubt, Said, Told, record_check
from wanli.domains.observation.operations.release import LACKS, lacking
from wanli.domains.observation.rules.slots import AGAIN
from wanli.domains.observation.starting import begun
from wanli.domains.observation.wording import explained
from wanli.domains.people.queries import age_on
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.queries import plan_in_force, plan_on
from wanli.domains.plans.rules.content import Plan
from wanli.domains.sensors.access import HOMES
from wanli.domains.sensors.queries import sensor_of
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.masking import mask_name
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.alarms import episodes_told
from wanli.web.desk.observation.calling import by_stairwell
from wanli.web.desk.observation.curves import Curve, curve_of
from wanli.web.desk.observation.forms import AgainForm, CheckForm, DecideForm
from wanli.web.desk.observation.ladder import climbed
from wanli.web.desk.observation.leaving import leaves_shown
from wanli.web.desk.observation.numbers import numbers_of
from wanli.web.errors import add_refusal
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.lately import lately_at
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
CURVES = 40
DAYS_AHEAD = 1
OF_CHECKS = ("told", "missed", "alarms")
WHICH = ("owed", *OF_CHECKS, "cases", "ending", "over")


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Whom to call: what is late comes first. Beside it the cases, by how they stand."""
    access = access_of(request)
    place, paths = where_asked(request, access, "observation.view")
    which = request.GET.get("which", "owed")
    which = which if which in WHICH else "owed"
    found = behind_increment(request, _listed(which, paths), place)
    if ending := ending_asked_for(request):
        said = [place.name if place else "", dict(_tabs())[which]]
        return _file(ending, which, found, Personal(access, paths, "observation", filters=said))
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "place": place,
        "which": which,
        "tabs": _tabs(),
        "page": page,
        "counts": queries.counts(paths),
        "may_record": access.has("observation.record"),
        "may_manage": access.has("observation.manage"),
        "may_export": may_export(access, paths),
        "today": clock.today(),
    }
    if which == "owed":
        context["stairwells"] = by_stairwell(queries.called(page))
    elif which in OF_CHECKS:
        context["checks"] = [(one, ALARMS.get(one.check.alarm)) for one in queries.called(page)]
    else:
        context["lines"] = queries.case_lines(page)
        if which == "ending":
            context["lacks"] = _lacks(page)
    return render(request, "observation/sheet.html", context)


def _tabs() -> list[tuple[str, str]]:
    return [
        ("owed", _("还没报的")),
        ("told", _("已报的")),
        ("missed", _("漏报的")),
        ("alarms", _("报警")),
        ("cases", _("观察中")),
        ("ending", _("快满期")),
        ("over", _("已结束")),
    ]


def _listed(which: str, paths: tuple[str, ...]) -> QuerySet[Any]:
    if which == "owed":
        return queries.owed_checks(paths)
    if which in OF_CHECKS:
        return {
            "told": queries.told_checks,
            "missed": queries.missed_checks,
            "alarms": queries.alarmed,
        }[which](paths)
    if which == "ending":
        by = clock.today().fromordinal(clock.today().toordinal() + DAYS_AHEAD)
        return queries.ending(paths, by=by)
    return queries.over(paths) if which == "over" else queries.standing(paths)


def _lacks(cases: Any) -> dict[UUID, list[str]]:
    """What is missing in words. What its last day brings is not missing before that day."""
    listed = list(cases)
    found = lacking(listed)
    to_come = {"term", "last_check"}
    return {
        case.pk: [
            str(LACKS[key])
            for key in found[case.pk]
            if key not in to_come or (key == "last_check" and case.last_day <= clock.today())
        ]
        for case in listed
    }


def _file(ending: str, which: str, found: QuerySet[Any], personal: Personal) -> HttpResponse:
    if which in ("owed", *OF_CHECKS):
        headings = (_("地址"), _("姓名"), _("日期"), _("最迟"), _("测量时间"), _("报警"))
        rows: Any = (
            [
                f"{line.where} {line.room}",
                line.name,
                line.check.day,
                line.check.due_at,
                line.check.at,
                str(ALARMS.get(line.check.alarm, "")),
            ]
            for line in queries.called(found)
        )
        return as_file(ending, "checks", headings, rows, personal)
    headings = (_("地址"), _("姓名"), _("原因"), _("状态"), _("起算"), _("到期"))
    rows = (
        [
            line.address,
            line.name,
            str(line.case.get_reason_display()),
            str(line.case.get_state_display()),
            line.case.since,
            line.case.last_day,
        ]
        for line in queries.case_lines(found)
    )
    return as_file(ending, "observation", headings, rows, personal)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask one person: number, temperature, symptoms. Three taps when all is well."""
    access = access_of(request)
    if request.method != "POST":
        return _ask(request, access, case_id)
    form = CheckForm(request.POST)
    doubt = told_already = None
    if form.is_valid():
        try:
            told = record_check(
                access=access,
                case_id=case_id,
                said=_said(form),
                day=form.cleaned_data["day"],
                slot=form.cleaned_data["slot"],
                entry=form.cleaned_data["entry"],
            )
        except Refused as refused:
            add_refusal(form, refused)
            doubt = refused.meant if isinstance(refused, Doubt) else None
            told_already = refused.check if isinstance(refused, Told) else None
        else:
            return _onwards(request, access, told)
    return _ask(request, access, case_id, form, doubt, told_already)


def _ask(
    request: HttpRequest,
    access: Access,
    case_id: UUID,
    form: CheckForm | None = None,
    doubt: Decimal | None = None,
    told_already: UUID | None = None,
) -> HttpResponse:
    """The page of a check, with what was typed and why it was not taken."""
    found = case_for(access, case_id, "observation.record")
    owed = queries.owed_of(found, request.GET.get("day", ""), request.GET.get("slot", ""))
    plan = plan_on(found.path, owed.day if owed else clock.today()).plan
    shown = form or CheckForm(initial=_initial(request, owed))
    context = _about(access, found) | {
        "form": shown,
        "symptoms": [(one.key, in_words(one.name), one.red_flag) for one in plan.symptoms.symptoms],
        "moods": MOODS,
        "channels": CHANNELS,
        "doubt": doubt,
        "told_already": told_already,
        "owed": owed,
        "slot_name": _slot_name(plan, shown["slot"].value() or ""),
        "clear": numbers_of(access, found, _("居家观察每日询问")),
        "last": queries.points(found)[-3:],
        "lately": lately_at(access, found.path),
    }
    status = 422 if shown.errors else 200
    response = render(request, "observation/check.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _initial(request: HttpRequest, owed: Check | None) -> dict[str, object]:
    """A check that is owed, unless an extra one is asked for."""
    extra = owed is None or "extra" in request.GET
    return {
        "entry": uuid7(),
        "day": clock.today() if extra or owed is None else owed.day,
        "slot": "" if extra or owed is None else owed.slot,
        "channel": "phone",
    }


def _slot_name(plan: Plan, key: str) -> str:
    if key.startswith(AGAIN):
        return _("复测")
    return next((in_words(one.name) for one in plan.watch.checks if one.key == key), "")


def _said(form: CheckForm) -> Said:
    data = form.cleaned_data
    return Said(
        celsius=data["celsius"],
        symptoms=data["symptoms"],
        mood=data["mood"],
        wants=data["wants"],
        note=data["note"],
        channel=data["channel"] or "phone",
        at=form.moment(),
    )


def _onwards(request: HttpRequest, access: Access, told: Check) -> HttpResponse:
    """To the next on the call sheet; to the case itself where an alarm was raised."""
    found = told.case
    who = f"{found.place.name} {mask_name(found.person.name)}"
    if told.alarm:
        messages.error(
            request, _("{who}:{alarm}。请马上处理。").format(who=who, alarm=ALARMS[told.alarm])
        )
        return _to_alarm(found)
    messages.success(request, _("{who}:已记下。").format(who=who))
    if "start" in request.GET:
        return redirect("observation:start", told.case_id)
    following = queries.after(told, access.paths("observation.record"))
    if following is None:
        return redirect("observation:sheet")
    return redirect("observation:check", following)


def _to_alarm(found: Case) -> HttpResponse:
    """To the episode that was opened or joined; to the case where the alarm is of days ago."""
    opened = next((one for one in alarms.of_case(found) if not one.closed_at), None)
    if opened is None:
        return redirect("observation:case", found.pk)
    return redirect("observation:episode", opened.pk)


def _about(access: Access, found: Case) -> dict[str, Any]:
    today = clock.today()
    return {
        "case": found,
        "name": mask_name(found.person.name),
        "age": age_on(found.person.birth_date, today),
        "address": names([found.path]).get(found.path, found.place.name),
        "crumbs": crumbs_of(access, found.place),
        "day_of_term": (min(today, found.last_day) - found.since).days,
        "needs": [name for key, name in NEEDS if key in found.needs],
        "others": queries.others_at_home(found),
    }


@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case: its term and why, the curve, what was said, what can be done."""
    access = access_of(request)
    found = case_for(access, case_id)
    return case_page(request, access, found)


def case_page(
    request: HttpRequest,
    access: Access,
    found: Case,
    *,
    forms: dict[str, Any] | None = None,
    error: str = "",
) -> HttpResponse:
    """The page of a case, with what could not be done and what was typed for it."""
    plan = plan_in_force(found.path).plan
    points = queries.points(found)
    symptoms = {one.key: in_words(one.name) for one in plan.symptoms.symptoms}
    talks = care.talks_of(found)
    before = alarms.before([point.check for point in points])
    moods = dict(MOODS)
    today = queries.checks_of_day(found, clock.today())
    may_manage = access.can("observation.manage", found.path)
    door_shown = may_manage and plan.sensors.used and found.place.kind in HOMES
    context = (
        _about(access, found)
        | climbed(found, today, plan)
        | {
            "explained": explained(found),
            "episodes": episodes_told(found, symptoms),
            "before": before,
            "withdrawn": alarms.withdrawn(found),
            "leaves": leaves_shown(access, found),
            "talks": talks,
            "talk_wanted": any(one.state == "wanted" for one in talks),
            "changes": [(change, explained(change)) for change in queries.terms(found)],
            "curve": curve_of(found, points, plan.watch.fever_celsius),
            "fever": plan.watch.fever_celsius,
            "told": [
                (
                    point,
                    [symptoms.get(key, key) for key in point.reading.symptoms],
                    moods.get(point.reading.mood, ""),
                    _slot_name(plan, point.check.slot),
                )
                for point in reversed(points)
            ],
            "of_today": [(one, _slot_name(plan, one.slot)) for one in today],
            "note": queries.note_of(found),
            "lacks": _lacks([found])[found.pk],
            "standing": found.state in ("open", "suspended"),
            "last_day_come": found.last_day <= clock.today(),
            "two": plan.watch.two_release,
            "may_record": access.can("observation.record", found.path),
            "may_ask": found.place.kind == "household" and access.can("errand.ask", found.path),
            "may_manage": may_manage,
            "door_shown": door_shown,
            "door": sensor_of(found.path) if door_shown else None,
            "may_decide": access.can("observation.decide", found.path),
            "again": AgainForm(auto_id="again_%s"),
            "decide": DecideForm(auto_id="decide_%s", initial={"last": found.last_day}),
            "link": link_of(found),
            "commitment": commitment_of(found),
            "certificates": certificates_of(found),
            "begun": begun(found),
            "error": error,
            "lately": lately_at(access, found.path),
        }
    )
    # Reading what lies around a case knows its page, which shows it: looked up late.
    from wanli.web.desk.observation.handing import handing_of

    status = 422 if error or forms else 200
    context |= handing_of(access, found)
    return render(request, "observation/case.html", context | (forms or {}), status=status)


@require_GET
def curves(request: HttpRequest) -> HttpResponse:
    """The temperature curves of everybody observed below a place, side by side."""
    access = access_of(request)
    place, paths = where_asked(request, access, "observation.view")
    page = LongPaginator(queries.standing(paths), CURVES).get_page(request.GET.get("page"))
    cases = list(page)
    points = queries.points_of(cases)
    fever = plan_in_force(paths[0]).plan.watch.fever_celsius
    drawn: list[tuple[queries.CaseLine, Curve]] = [
        (line, curve_of(line.case, points[line.case.pk], fever))
        for line in queries.case_lines(cases)
    ]
    context = {
        "place": place,
        "page": page,
        "drawn": drawn,
        "back": reverse("observation:sheet")
        + ("?" + urlencode({"place": place.label}) if place else ""),
    }
    return render(request, "observation/curves.html", context)
