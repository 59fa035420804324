"""One box for people, homes, places and pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wanli.domains.people.queries import find_homes, find_people
from wanli.domains.places.queries import find
from wanli.web.context import pages_named
from wanli.web.request import access_of

AT_ONCE = 5
"""So many of each kind while somebody is still typing."""


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What the words lead to, as far as one's posts go; ``part``: the list alone, for the box."""
    access = access_of(request)
    access.require_any("place.view")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    part = "part" in request.GET
    most = {"at_most": AT_ONCE} if part else {}
    context = {
        "searched": query,
        "people": find_people(query, **most) if query and access.has("people.view") else [],
        "homes": find_homes(query, **most) if query else [],
        "places": find(query, **most) if query else [],
        "pages": pages_named(request, access, query),
    }
    return render(request, "search/found.html" if part else "search/page.html", context)
