"""One box for people, homes and places."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wanli.domains.people.queries import find_homes, find_people
from wanli.domains.places.queries import find
from wanli.web.request import access_of


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What the words lead to, as far as one's posts go."""
    access = access_of(request)
    access.require_any("place.view")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    context = {
        "query": query,
        "people": find_people(query) if query and access.has("people.view") else [],
        "homes": find_homes(query) if query else [],
        "places": find(query) if query else [],
    }
    return render(request, "search/page.html", context)
