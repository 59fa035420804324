"""Sign-in cards: print them, void them, sign in with one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.accounts.operations.cards import card_for, issue_cards, revoke_card, use_card
from wanli.domains.accounts.queries import holders_without_card, posts_of
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import names
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.desk.posts.views import KINDS
from wanli.web.errors import sentence
from wanli.web.request import access_of

PHONE_COOKIE = "wanli_phone"
FOR_YEARS = 400 * 24 * 3600
"""Browsers keep a cookie no longer."""
AT_ONCE = 120
"""So many cards are printed in one go."""


@require_POST
def issue(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A card to print; the one before is void."""
    return _print(request, access_of(request), [user_id])


@require_POST
def revoke(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The card is lost, or its holder leaves."""
    revoke_card(access=access_of(request), user_id=user_id)
    messages.success(request, _("卡已作废,用它登录的手机也退出了。"))
    return redirect("users:user", user_id)


@require_http_methods(["GET", "POST"])
def issue_below(request: HttpRequest, label: str) -> HttpResponse:
    """Cards for all below a place who have none yet, a sheet of them."""
    access = access_of(request)
    place = place_for(access, label, "post.assign")
    waiting = holders_without_card(place.path)
    if request.method == "POST" and waiting:
        unique = list(dict.fromkeys(post.user_id for post in waiting))[:AT_ONCE]
        return _print(request, access, unique)
    places = names((post.path for post in waiting), kinds=KINDS)
    context = {
        "place": place,
        "waiting": [(post, places.get(post.path, "")) for post in waiting],
        "at_once": AT_ONCE,
    }
    return render(request, "users/cards_below.html", context)


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code opens: six digits, and in."""
    card = card_for(token)
    context: dict[str, object] = {"name": card.user.name}
    if request.method == "GET":
        return _kept_private(render(request, "users/sign_in.html", context))
    phone = request.COOKIES.get(PHONE_COOKIE, "") or secrets.token_urlsafe(24)
    pin = "".join(request.POST.get("pin", "").split())
    try:
        card = use_card(token=token, pin=pin, phone=phone)
    except Refused as refused:
        context["error"] = sentence(refused)
        return _kept_private(render(request, "users/sign_in.html", context, status=422))
    login(request, card.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session["card"] = str(card.pk)
    response = redirect("/")
    response.set_cookie(
        PHONE_COOKIE,
        phone,
        max_age=FOR_YEARS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _print(request: HttpRequest, access: Access, user_ids: Sequence[UUID]) -> HttpResponse:
    printed = []
    for one in issue_cards(access=access, user_ids=user_ids):
        address = request.build_absolute_uri(reverse("users:sign_in", args=[one.token]))
        code = segno.make(address, error="m").svg_inline(scale=3, border=0, omitsize=True)
        posts = posts_of(one.user.pk)
        places = names((post.path for post in posts), kinds=KINDS)
        printed.append(
            {
                "name": one.user.name,
                "posts": [(post, places.get(post.path, "")) for post in posts[:2]],
                # Drawn by segno out of an address that we made ourselves.
                "code": mark_safe(code),
                "pin": f"{one.pin[:3]} {one.pin[3:]}",
            }
        )
    return _kept_private(render(request, "users/print.html", {"cards": printed}))


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    # The address is half of the secret and must not travel on. With "no-referrer" browsers would
    # send "Origin: null", which no form survives.
    response["Referrer-Policy"] = "strict-origin"
    return response
