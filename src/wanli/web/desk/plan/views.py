"""The plan in force, and each version of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from wanli.domains.places.access import place_for
from wanli.domains.plans import queries
from wanli.domains.plans.access import Version, is_maker, version_for
from wanli.domains.plans.effects import effects
from wanli.domains.plans.language import voice
from wanli.domains.plans.personal import Kept, kept
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.wording import differences, outline
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.web.desk.plan.forms import ProposeForm, ReasonForm
from wanli.web.request import access_of


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What is in force here, and what is being made."""
    access = access_of(request)
    access.require_any("plan.view")
    places = queries.places_with_plans(access)
    label = request.GET.get("place", "")
    chosen = place_for(access, label, "plan.view") if label else (places[0] if places else None)
    context: dict[str, Any] = {"places": places, "place": chosen}
    if chosen:
        now = queries.plan_in_force(chosen.path)
        maker = is_maker(access, chosen.path)
        unfinished = queries.open_version(chosen)
        if unfinished and not (maker or _is_shown(access, unfinished)):
            unfinished = None
        context |= {
            "now": now,
            "sections": outline(now.plan, voice()),
            "unfinished": unfinished,
            "may_draft": access.can("plan.draft", chosen.path),
            "may_end": access.can("plan.adopt", chosen.path),
            "versions": queries.versions(chosen, all_of_them=maker),
        }
    return render(request, "plan/page.html", context)


@require_GET
def personal(request: HttpRequest) -> HttpResponse:
    """What is collected of people, why, on what ground, and how long it is kept."""
    access = access_of(request)
    access.require_any("plan.view")
    now = queries.plan_in_force(access.paths("plan.view")[0])
    whose: dict[str, list[Kept]] = {}
    for one in kept(now.plan):
        whose.setdefault(str(one.what.whose), []).append(one)
    # Of whom most is kept comes first.
    context = {"now": now, "groups": sorted(whose.items(), key=lambda group: -len(group[1]))}
    return render(request, "plan/personal.html", context)


@require_GET
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One version: what it changes and for whom, all that it says, and what can be done with it."""
    access = access_of(request)
    return version_page(request, access, version_for(access, version_id))


def version_page(
    request: HttpRequest,
    access: Access,
    found: Version,
    *,
    proposing: ProposeForm | None = None,
    returning: ReasonForm | None = None,
) -> HttpResponse:
    """The page of a version, with a form that was refused if one was."""
    plan, speaking = queries.plan_of(found), voice()
    before = queries.plan_on(found.path, _day_before(found))
    drafted = found.state == "draft" and access.can("plan.draft", found.path)
    proposed = found.state == "proposed"
    maker = is_maker(access, found.path)
    context = {
        "version": found,
        "before": before,
        "differences": differences(before.plan, plan, speaking),
        "effects": [] if found.adopted_at else _effects(found, before.plan, plan),
        "sections": outline(plan, speaking),
        "may_edit": drafted,
        "may_adopt": proposed
        and access.can("plan.adopt", found.path)
        and found.proposed_by_id != access.user_id,
        "is_own": found.proposed_by_id == access.user_id,
        "may_take_back": proposed and maker,
        "proposing": proposing or ProposeForm(initial=_said_before(found)) if drafted else None,
        "returning": returning or ReasonForm() if proposed and maker else None,
    }
    refused = (proposing and proposing.errors) or (returning and returning.errors)
    return render(request, "plan/version.html", context, status=422 if refused else 200)


def _effects(found: Version, before: Plan, after: Plan) -> list[dict[str, Any]]:
    return [
        {"said": gettext(str(one.message)).format(**one.params), "refuses": one.refuses}
        for one in effects(found.path, before, after)
    ]


def _said_before(found: Version) -> dict[str, Any]:
    """A proposal that came back keeps its words, and its day as long as that is to come."""
    said: dict[str, Any] = {"summary": found.summary}
    if found.effective_on and found.effective_on >= clock.today():
        said["effective_on"] = found.effective_on
    return said


def _day_before(found: Version) -> Any:
    """The day whose plan this version replaces."""
    if found.adopted_at and found.effective_on:
        return found.effective_on - timedelta(days=1)
    return max(found.effective_on or clock.today(), clock.today())


def _is_shown(access: Access, found: Version) -> bool:
    return found.state == "proposed" and access.can("plan.view", found.path)
