"""Signing in to the demo, and one's own settings."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from wanli.domains.accounts.operations.end_session import end_session
from wanli.domains.accounts.operations.set_preferences import set_preferences
from wanli.domains.accounts.queries import active_user, posts_of
from wanli.domains.accounts.roles import PERMISSIONS
from wanli.domains.places.queries import names
from wanli.kernel.errors import Hidden
from wanli.web.desk.account.demo_links import user_of
from wanli.web.desk.account.forms import PreferencesForm
from wanli.web.request import access_of, user_of_request


@require_GET
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a persona; such links exist in the demo only."""
    user_id = user_of(token)
    user = active_user(user_id) if settings.OPTIONS.demo and user_id else None
    if user is None:
        raise Hidden
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect("/")


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """How pages look to me, my posts, what they allow."""
    user, access = user_of_request(request), access_of(request)
    form = PreferencesForm(
        request.POST or None,
        initial={
            "language": user.language or translation.get_language(),
            "theme": user.theme,
            "large_type": user.large_type,
        },
    )
    if request.method == "POST" and form.is_valid():
        set_preferences(access=access, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("已保存。"))
        return redirect("account_own:mine")
    posts = posts_of(user.pk)
    places = names((post.path for post in posts), kinds=("subdistrict", "area", "compound",
        "building", "stairwell", "gate"))  # fmt: skip
    context = {
        "form": form,
        "posts": [(post, places.get(post.path, "")) for post in posts],
        "permissions": [name for key, name in PERMISSIONS.items() if access.has(key)],
    }
    status = 422 if form.errors else 200
    return render(request, "account_own/mine.html", context, status=status)


@login_required
@require_POST
def end_device(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one of my devices out; if it is this one, I am out."""
    if end_session(access=access_of(request), session_id=session_id) == request.session.session_key:
        logout(request)
        return redirect(settings.LOGIN_URL)
    messages.success(request, _("那台设备已退出。"))
    return redirect("usersessions_list")


@login_required
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed, and where to set one up."""
    return render(request, "account_own/second_factor.html")


@require_safe
def no_mail(request: HttpRequest) -> HttpResponse:
    """Whoever forgot her password is told what to do: there is no mail to be sent."""
    return render(request, "account_own/no_mail.html")
