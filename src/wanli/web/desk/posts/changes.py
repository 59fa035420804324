"""Seats: establish, fill, vacate, abolish."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.accounts import queries
from wanli.domains.accounts.access import Seat, seat_for
from wanli.domains.ledger.operations import seats
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import names
from wanli.ground.wording import listed
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.desk.posts.forms import AppointForm, SeatForm
from wanli.web.desk.posts.views import KINDS
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


@require_http_methods(["GET", "POST"])
def establish(request: HttpRequest, label: str) -> HttpResponse:
    """A new seat at a place."""
    access = access_of(request)
    place = place_for(access, label, "post.assign")
    form = SeatForm(request.POST or None, kind=place.kind)
    if request.method == "POST" and form.is_valid():
        try:
            seat = seats.establish_seat(access=access, label=label, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("posts:seat", seat.pk)
    context = {"place": place, "form": form}
    return render(request, "posts/establish.html", context, status=422 if form.errors else 200)


@require_GET
def seat(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """One seat: who holds it, who held it, and the ways to fill or vacate it."""
    access = access_of(request)
    return _seat_page(request, access, seat_for(access, seat_id))


@require_POST
def appoint(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """Somebody takes the seat; leads on to her card when she is new."""
    access = access_of(request)
    found = seat_for(access, seat_id, "post.assign")
    form = _appoint_form(request)
    if form.is_valid():
        chosen = form.cleaned_data.get("user_id")
        try:
            post = seats.appoint(
                access=access,
                seat_id=seat_id,
                user_id=UUID(chosen) if chosen else None,
                new_name=form.cleaned_data["new_name"],
                username=form.cleaned_data["username"],
                since=form.cleaned_data["since"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("{name}已任命。").format(name=post.user.name))
            return (
                redirect("posts:seat", seat_id) if chosen else redirect("users:user", post.user_id)
            )
    return _seat_page(request, access, found, form)


@require_POST
def end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """The holder leaves; her rights end with the click."""
    post = seats.end_post(
        access=access_of(request), post_id=post_id, reason=request.POST.get("reason", "")[:200]
    )
    messages.success(request, _("{name}已免去。").format(name=post.user.name))
    return redirect("posts:seat", post.seat_id)


@require_POST
def abolish(request: HttpRequest, seat_id: UUID) -> HttpResponse:
    """The seat itself goes."""
    gone = seats.abolish_seat(access=access_of(request), seat_id=seat_id)
    messages.success(request, _("岗位已撤销。"))
    return redirect(reverse("posts:chart") + f"?place={gone.place.label}")


def _appoint_form(request: HttpRequest) -> AppointForm:
    said = request.GET.get("q", "").replace("\x00", "").strip()
    users = queries.users_named(said) if said else []
    posts = queries.posts_by_user(users)
    places = names((post.path for held in posts.values() for post in held), kinds=KINDS)
    found = {
        user: listed(
            f"{places.get(post.path, '')} {post.get_role_display()}"
            for post in posts.get(user.pk, [])[:2]
        )
        for user in users
    }
    return AppointForm(request.POST or None, found=found)


def _seat_page(
    request: HttpRequest, access: Access, seat: Seat, form: AppointForm | None = None
) -> HttpResponse:
    history = queries.history_of(seat)
    held = next((post for post in history if post.ended_at is None), None)
    may_assign = access.can("post.assign", seat.path) and seat.retired_on is None
    may_appoint = may_assign and held is None
    if form is None and may_appoint:
        form = _appoint_form(request)
    context = {
        "seat": seat,
        "address": names([seat.path], kinds=KINDS).get(seat.path, ""),
        "held": held,
        "before": [post for post in history if post.ended_at],
        "may_appoint": may_appoint,
        "may_end": may_assign and held is not None and held.user_id != access.user_id,
        "may_see_account": may_assign or access.has("user.manage"),
        "form": form,
        "said": request.GET.get("q", "").strip(),
    }
    return render(request, "posts/seat.html", context, status=422 if form and form.errors else 200)
