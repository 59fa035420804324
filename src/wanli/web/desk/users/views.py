"""One account: its posts, its card, its password."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.accounts.access import user_for
from wanli.domains.accounts.operations.manage_users import reset_password, set_active
from wanli.domains.accounts.queries import card_of, posts_of
from wanli.domains.places.queries import names
from wanli.web.desk.posts.views import KINDS
from wanli.web.request import access_of


@require_GET
def user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Somebody's account, for whoever looks after it."""
    return _page(request, user_id)


@require_POST
def password(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A new password, shown this once."""
    fresh = reset_password(access=access_of(request), user_id=user_id)
    return _page(request, user_id, fresh=fresh)


@require_POST
def active(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """In use, or out of use."""
    set_active(access=access_of(request), user_id=user_id, active=request.POST.get("active") == "1")
    return redirect("users:user", user_id)


def _page(request: HttpRequest, user_id: UUID, **more: object) -> HttpResponse:
    access = access_of(request)
    found = user_for(access, user_id)
    posts = posts_of(user_id)
    places = names((post.path for post in posts), kinds=KINDS)
    context = {
        "found": found,
        "posts": [(post, places.get(post.path, "")) for post in posts],
        "card": card_of(found),
        "may_manage": access.has("user.manage"),
        **more,
    }
    response = render(request, "users/user.html", context)
    response["Cache-Control"] = "no-store"
    return response
