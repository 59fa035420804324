"""Sheets come back: find one by its number, and see what stands on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wanli.domains.canvass.access import sheet_for
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.canvass.sheets import rows_of
from wanli.domains.places.queries import names
from wanli.web.request import access_of


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet: its rows, and what is known of each."""
    found = sheet_for(access_of(request), code)
    context = {
        "sheet": found,
        "code": spaced(found.code),
        "address": names([found.path]).get(found.path, found.place.name),
        "rows": rows_of(found),
    }
    return render(request, "canvass/sheet.html", context)
