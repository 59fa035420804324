"""Say something to a notice, and read what was answered. No script, no account."""

from __future__ import annotations

from math import ceil

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.accounts.operations.limit import attempt
from wanli.domains.postings import remarks
from wanli.domains.postings.operations.leave_remark import leave_remark
from wanli.domains.postings.queries import address_of
from wanli.domains.postings.rules.remarks import code_typed
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.errors import add_refusal
from wanli.web.notice.doors import for_anybody, go, show

TEN_MINUTES = 600
AT_ONE_NOTICE, FROM_ONE_NETWORK = 30, 120
"""Remarks in ten minutes. All neighbours of a stairwell may come by one Wi-Fi, and all of a
compound by one address of the network's: the smaller number is for a notice and an address, the
larger one for an address."""
GUESSES = 60
"""Private codes that were wrong, from one address in ten minutes."""


class RemarkForm(forms.Form):
    """What one has to say; name and number are asked for and not needed."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    """Made with the page, so that sending twice says it once."""
    said = forms.CharField(
        label=_("您的意见"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("哪里没做到、做得不好,请写清楚。请不要写邻居的姓名和房号。"),
        error_messages={"required": _("请写下您的意见,至少两个字。")},
        strip=False,
    )
    name = forms.CharField(
        label=_("怎么称呼您(可以不填)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("您的电话(可以不填)"),
        required=False,
        help_text=_("加密保存,只有居委会为了答复您才打开看,看了有记录。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The private code."""

    secret = forms.CharField(
        label=_("查询码"),
        help_text=_("提意见以后给您的 8 个字母和数字。"),
        widget=forms.TextInput(
            attrs={"class": "big", "autocomplete": "off", "autocapitalize": "none"}
        ),
        error_messages={"required": _("请填查询码。")},
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_anybody
def say(request: HttpRequest, code: str) -> HttpResponse:
    """The form; sent, it leads to the page on which the answer will stand."""
    address = address_of(code)
    form = RemarkForm(request.POST or None, initial={"entry": uuid7()})
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if wait := _too_many(request, code):
                status = 429
                raise Refused(wait)
            kept = leave_remark(
                code=code,
                remark_id=data["entry"] or uuid7(),
                said=data["said"],
                name=data["name"],
                phone=data["phone"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return go(request, "notice:mine", code, kept.secret)
    if form.errors and status == 200:
        status = 422
    return show(
        request, "notice/say.html", {"form": form, "code": code, "address": address}, status
    )


@require_http_methods(["GET", "POST"])
@for_anybody
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Who has a private code is led to her answer."""
    address = address_of(code)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = code_typed(form.cleaned_data["secret"])
        try:
            remarks.mine(code, secret)
        except Hidden:
            wait = _wait(attempt_of(request, "notice:ask", GUESSES))
            form.add_error("secret", wait or _("没有这个查询码。请核对:没有 0、1、字母 i、l、o。"))
        else:
            return go(request, "notice:mine", code, secret)
    context = {"form": form, "code": code, "address": address}
    return show(request, "notice/ask.html", context, 422 if form.errors else 200)


@require_GET
@for_anybody
def mine(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """One's own remark, and the answer."""
    address = address_of(code)
    try:
        found = remarks.mine(code, secret)
    except Hidden:
        if attempt_of(request, "notice:ask", GUESSES):
            raise
        form = CodeForm({"secret": secret})
        form.add_error("secret", _("没有这个查询码。请核对:没有 0、1、字母 i、l、o。"))
        context = {"form": form, "code": code, "address": address}
        return show(request, "notice/ask.html", context, 404)
    context = {"found": found, "code": code, "address": address}
    return show(request, "notice/mine.html", context)


def _too_many(request: HttpRequest, code: str) -> str:
    here = attempt_of(request, f"notice:say:{code}", AT_ONE_NOTICE)
    return _wait(here or attempt_of(request, "notice:say", FROM_ONE_NETWORK))


def attempt_of(request: HttpRequest, what: str, most: int) -> int:
    """Count one attempt from the reader's address; seconds to wait, 0 when it may go on."""
    who = request.META.get("REMOTE_ADDR", "")
    return attempt(what=what, who=who, most=most, seconds=TEN_MINUTES)


def _wait(seconds: int) -> str:
    if not seconds:
        return ""
    minutes = ceil(seconds / 60)
    return ngettext(
        "这个网络刚发了太多次。您写的还在,请等 {n} 分钟再发。",
        "这个网络刚发了太多次。您写的还在,请等 {n} 分钟再发。",
        minutes,
    ).format(n=minutes)
