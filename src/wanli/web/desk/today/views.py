"""What my posts owe today, in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wanli.domains.accounts.queries import Post, posts_of, vacancies
from wanli.domains.arrivals import queries as arrivals
from wanli.domains.arrivals.areas import notices_waiting
from wanli.domains.arrivals.group_chats import ending
from wanli.domains.arrivals.moved import moves_owed
from wanli.domains.canvass.queries import campaigns
from wanli.domains.contacts import queries as contacts
from wanli.domains.contacts.care import care_owed
from wanli.domains.errands import waste
from wanli.domains.errands.today import today
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.readers import readers
from wanli.domains.observation.care import calls_due, leaves_owed
from wanli.domains.observation.handing import moved_count, waiting
from wanli.domains.observation.homes import locked_links
from wanli.domains.observation.queries import counts, terms_ended
from wanli.domains.observation.starting import unfinished
from wanli.domains.places.queries import tops
from wanli.domains.plans.queries import waiting_for
from wanli.domains.postings.remarks import owed
from wanli.domains.routines import queries as routines
from wanli.domains.sensors import queries as doors
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.today import Item
from wanli.web.desk.today.from_above import list_items
from wanli.web.desk.today.items import (
    alarm_items,
    area_items,
    arrival_items,
    canvass_items,
    care_items,
    contact_items,
    door_items,
    errand_items,
    group_items,
    handing_items,
    link_items,
    looked_after_items,
    moved_items,
    observation_items,
    plan_items,
    remark_items,
    routine_items,
    start_items,
    vacancy_items,
    waste_items,
)
from wanli.web.desk.today.told import ladder, only_from_her_rung, reminded
from wanli.web.figures import Shown, shown
from wanli.web.request import access_of, user_of_request
from wanli.web.siren import siren_of

FIGURES = (
    "fevers", "observed", "checks_late", "residents", "households", "homes_to_canvass",
    "homes_canvassed", "contacts_unreached", "care_missed", "registered_elsewhere",
    "key_elderly_alone",
)  # fmt: skip


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Today."""
    access = access_of(request)
    posts = posts_of(user_of_request(request).pk)
    heads = tops(access.paths("place.view"))
    items: list[Item] = []
    if access.has("observation.record"):
        items += alarm_items(siren_of(request))
    if access.has("observation.record"):
        items += _observation(access, posts)
    if access.has("observation.manage"):
        items += start_items(unfinished(access.paths("observation.manage")).count())
        items += link_items(locked_links(access.paths("observation.manage")))
        items += door_items(doors.owed(access.paths("observation.manage")))
    items += _arrivals(access)
    items += list_items(access)
    if access.has("routine.record"):
        items += routine_items(routines.counts(access.paths("routine.record")))
    if access.has("contact.record"):
        items += contact_items(contacts.owed(access))
    if access.has("contact.view"):
        items += looked_after_items(care_owed(access, readers(posts)))
    items += errand_items(**today(access))
    if access.has("remark.answer"):
        items += remark_items(owed(access.paths("remark.answer")))
    if access.has("errand.run"):
        items += waste_items(waste.counts(access.paths("errand.run")))
    items += ladder(access, posts)
    items += reminded(user_of_request(request).pk)
    items += _care(access)
    if access.has("observation.manage"):
        gone = moved_count(access.paths("observation.manage"))
        items += handing_items(*waiting(access), gone)
    if access.has("canvass.record"):
        items += canvass_items(campaigns(access.paths("canvass.record")))
    if access.has("post.assign"):
        items += vacancy_items(vacancies(access.paths("post.assign")))
    if access.has("plan.adopt"):
        items += plan_items(waiting_for(access))
        items += area_items(notices_waiting(access))
    context = {
        "today": clock.today(),
        "posts": posts,
        "heads": heads,
        "groups": [(u, [i for i in items if i.urgency == u]) for u in ("now", "due", "done")],
        "empty": not items,
        "figures": _figures(
            access, [head.label for head in heads if access.can("wall.view", head.path)]
        ),
    }
    return render(request, "today/page.html", context)


def _observation(access: Access, posts: Sequence[Post]) -> list[Item]:
    """For all who call; releases only for those who prepare them."""
    over, tonight = terms_ended(access.paths("observation.manage"))
    found = counts(access.paths("observation.record"))
    if only_from_her_rung(posts):
        found = replace(found, due=0, late=0)
    return observation_items(found, over=over, tonight=tonight)


def _arrivals(access: Access) -> list[Item]:
    """For those who verify; for those above, what nobody has verified for long."""
    paths = access.paths("arrival.verify") or access.paths("arrival.view")
    manage = access.paths("arrival.manage")
    items = arrival_items(
        arrivals.owed(paths), verifies=access.has("arrival.verify"), manages=bool(manage)
    )
    if access.has("arrival.verify"):
        verify, decide = access.paths("arrival.verify"), access.paths("arrival.decide")
        items += moved_items(moves_owed(verify, decide))
    if manage:
        items += group_items(ending(manage), arrivals.offered_to(manage))
    return items


def _care(access: Access) -> list[Item]:
    """Only for those whose posts it is."""
    record, decide = access.paths("observation.record"), access.paths("observation.decide")
    overdue, asked = leaves_owed(record, decide) if record or decide else (0, 0)
    giving = access.paths("counsel.give")
    return care_items(calls=calls_due(giving) if giving else 0, overdue=overdue, asked=asked)


def _figures(access: Access, labels: list[str]) -> list[Shown]:
    return shown(access, figures(labels=labels[:1], measures=FIGURES)) if labels else []
