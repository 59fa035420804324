"""The link by which a home reports for itself: give it, print it, take it back."""

from __future__ import annotations

from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.observation.access import Case, case_for
from wanli.domains.observation.homes import last_number, link_of, others_of
from wanli.domains.observation.operations.home_links import IssuedLink, issue_link, revoke_link
from wanli.domains.observation.queries import case_lines
from wanli.domains.places.queries import names
from wanli.ground.wording import aged
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.forms import LinkForm
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """How the link stands; a new one, which voids the one before and is shown this once."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.manage")
    home = others_of(found)
    state = link_of(found)
    linked = [str(one.pk) for one in home if state is None or one.pk in state.cases]
    form = LinkForm(
        request.POST or None,
        people=[(str(line.case.pk), _named(line.name, line.age)) for line in case_lines(home)],
        initial={"people": linked, "call": last_number(found.path)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_link(
                access=access,
                case_ids=[UUID(one) for one in form.cleaned_data["people"]],
                call=form.cleaned_data["call"],
                with_pin=form.cleaned_data["with_pin"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _printed(request, found, issued)
    context = {
        "case": found,
        "address": _address(found),
        "crumbs": crumbs_of(access, found.place),
        "state": state,
        "standing": found.state in ("open", "suspended"),
        "form": form,
    }
    return render(request, "observation/link.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It is void at once, on every phone."""
    access = access_of(request)
    case_for(access, case_id, "observation.manage")
    revoke_link(access=access, case_id=case_id)
    messages.success(request, _("链接作废了,打开过的手机也不能再用。"))
    return redirect("observation:link", case_id)


def _printed(request: HttpRequest, found: Case, issued: IssuedLink) -> HttpResponse:
    address = request.build_absolute_uri(reverse("resident:home", args=[issued.token]))
    code = segno.make(address, error="m").svg_inline(scale=3, border=0, omitsize=True)
    context = {
        "case": found,
        "where": _address(found),
        "link": issued.link,
        "url": address,
        # Drawn by segno out of an address that we made ourselves.
        "code": mark_safe(code),
        "pin": f"{issued.pin[:3]} {issued.pin[3:]}" if issued.pin else "",
    }
    response = render(request, "observation/link_sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _address(found: Case) -> str:
    return names([found.path]).get(found.path, found.place.name)


def _named(name: str, age: int | None) -> str:
    return f"{name} · {aged(age)}" if age is not None else name
