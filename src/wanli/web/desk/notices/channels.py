"""The channels that a system administrator sets up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.notices.access import channel_for
from wanli.domains.notices.operations.channels import (
    Way,
    retire_channel,
    set_up_channel,
    try_channel,
)
from wanli.domains.notices.queries import channels
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices
from wanli.web.desk.notices.forms import ChannelForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of

CONFIGURE = "notice.configure"


@require_http_methods(["GET", "POST"])
def channel_list(request: HttpRequest) -> HttpResponse:
    """The channels in use, and a form for another one."""
    access = access_of(request)
    access.require_any(CONFIGURE)
    form = ChannelForm(
        request.POST or None, places=place_choices(access, CONFIGURE, ("subdistrict", "area"))
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            set_up_channel(access=access, label=given.pop("label"), way=Way(**given))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("通道设好了。先试发一条。"))
            return redirect("notices:channels")
    return _page(request, access, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, access: Access, form: ChannelForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "channels": channels(access.paths(CONFIGURE)), "error": error}
    return render(request, "notices/channels.html", context, status=status)


@require_POST
def try_out(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Send a test message."""
    access = access_of(request)
    try:
        try_channel(access=access, channel_id=channel_id, phone=request.POST.get("phone", ""))
    except Refused as refused:
        form = ChannelForm(places=place_choices(access, CONFIGURE, ("subdistrict", "area")))
        return _page(request, access, form, error=sentence(refused), status=422)
    messages.success(request, _("试发送到了。"))
    return redirect("notices:channels")


@require_POST
def retire(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Take a channel out of use."""
    access = access_of(request)
    channel = channel_for(access, channel_id)
    retire_channel(access=access, channel_id=channel.pk)
    messages.success(request, _("停用了。没发的消息改列在今日。"))
    return redirect("notices:channels")
