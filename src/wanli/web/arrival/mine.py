"""What came of a registration, at its private address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.arrivals.form.typed import Fault, Faulty, as_typed, understood
from wanli.domains.arrivals.forms import TRANSPORT_NAMES, form_at, form_seen, terms_of
from wanli.domains.arrivals.gates import COLOURS
from wanli.domains.arrivals.group_chats import chat_picture
from wanli.domains.arrivals.links import device_of, pin_of
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.operations.mend import ask_erasure, mend
from wanli.domains.arrivals.posters import door_of
from wanli.domains.arrivals.visits import Visit, knock, mine, visit_of
from wanli.ground.codes import qr_of
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.masking import mask_document, mask_phone
from wanli.web.arrival.doors import for_anybody
from wanli.web.arrival.sheets import KINDS, typed_in
from wanli.web.errors import sentence
from wanli.web.notice.doors import asked_for, show

COOKIE = "wanli_mine"
FOR = 60 * 24 * 3600
View = Callable[..., HttpResponse]
NAMES = dict(
    zip(
        COLOURS,
        (
            gettext_lazy("红"), gettext_lazy("黄"), gettext_lazy("绿"), gettext_lazy("蓝"),
            gettext_lazy("紫"), gettext_lazy("灰"),
        ),
        strict=True,
    )
)  # fmt: skip
"""Colours in words: not everybody tells them apart, and a guard may ask by telephone."""


def by_address(view: View) -> View:
    """Calls ``view(request, visit)``; an address that never was looks like one that is gone."""

    @for_anybody
    @wraps(view)
    def answer(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        visit = visit_of(token=token, kept=request.COOKIES.get(COOKIE, ""))
        return view(request, visit, **more)

    return answer


def let_in(response: HttpResponse, token: str) -> HttpResponse:
    """The phone opens this address from now on without digits."""
    response.set_cookie(
        COOKIE,
        device_of(token),
        max_age=FOR,
        path=reverse("arrival:mine", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_GET
@by_address
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Code and colour for the gate, the group, what happens next, and what she said."""
    if not visit.open:
        return _entrance(request, visit)
    return _shown(request, visit)


def _shown(request: HttpRequest, visit: Visit, error: str = "") -> HttpResponse:
    found = mine(visit)
    address = request.build_absolute_uri(reverse("arrival:mine", args=[visit.token]))
    transport = dict(TRANSPORT_NAMES).get(found.told.transport, "")
    context = {
        "visit": visit,
        "found": found,
        "colour": NAMES[found.code.colour] if found.code else "",
        "pin": pin_of(visit.token),
        "address": address,
        "qr": "data:image/svg+xml," + quote(qr_of(address)),
        "transport": transport,
        "people": [
            {
                "name": one.name,
                "document": mask_document(one.document.number) if one.document else "",
                "kind": dict(KINDS)[one.document.kind] if one.document else "",
                "phone": mask_phone(one.phone) if one.phone else "",
            }
            for one in found.told.people
        ],
        "error": error,
    }
    return show(request, "arrival/mine.html", context, 422 if error else 200)


def _entrance(request: HttpRequest, visit: Visit, error: str = "") -> HttpResponse:
    context = {"visit": visit, "error": error}
    return show(request, "arrival/entrance.html", context, 422 if error else 200)


@sensitive_post_parameters("pin")
@require_POST
@by_address
def open_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """With the digits, on another phone."""
    try:
        knock(token=visit.token, said=request.POST.get("pin", ""))
    except Refused as refused:
        return _entrance(request, visit, sentence(refused))
    return let_in(_back(request, visit), visit.token)


def _back(request: HttpRequest, visit: Visit) -> HttpResponse:
    asked = asked_for(request)
    address = reverse("arrival:mine", args=[visit.token])
    return redirect(address + (f"?lang={asked}" if asked else ""))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@by_address
def correct(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same form, filled with what she said."""
    from wanli.web.arrival.views import form_page

    found = mine(visit)
    door = door_of(way_to(found.compound.label))
    if request.method == "GET":
        asked = form_at(door.compound.path)
        typed = as_typed(found.told) | {"version": str(asked.version_id or "")}
        return form_page(request, door, asked, typed, mending=visit.token)
    typed = typed_in(request.POST)
    asked = form_seen(door.compound.path, typed.get("version", ""))
    if more := typed.get("add"):
        return form_page(request, door, asked, typed, add=(more,), mending=visit.token)
    try:
        mend(visit=visit, form=asked, told=understood(typed, terms_of(asked)))
    except Faulty as faulty:
        return form_page(request, door, asked, typed, faulty, status=422, mending=visit.token)
    except Refused as refused:
        fault = {refused.field or "": Fault(str(refused.message), refused.params)}
        return form_page(
            request, door, asked, typed, Faulty(fault), said=sentence(refused), status=422,
            mending=visit.token,
        )  # fmt: skip
    return _back(request, visit)


@require_POST
@by_address
def erase(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asked for; the committee does it, or says why not."""
    if not visit.open:
        return _entrance(request, visit)
    ask_erasure(visit=visit)
    return _back(request, visit)


@require_GET
@by_address
def data(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that she told, in the clear, to take along."""
    found = mine(visit)
    told = found.told.as_json()
    response = JsonResponse(
        {
            _("登记时间"): visit.source.at.isoformat(),
            _("小区"): found.compound.name,
            _("内容"): told,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response["Content-Disposition"] = 'attachment; filename="registration.json"'
    return response


@require_GET
@by_address
def chat(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The picture by which one joins the compound's group."""
    found = mine(visit)
    if found.chat is None:
        raise Hidden
    return HttpResponse(chat_picture(found.chat.chat), content_type="image/jpeg")
