"""What people type about door sensors."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.sensors.queries import ANSWERS, OUTCOMES
from wanli.kernel.ids import uuid7


class HangForm(forms.Form):
    """Which device is hung."""

    mark = forms.CharField(
        label=_("门磁上的编号"),
        help_text=_("照门磁背后抄,坏了换的时候认得出是哪一个。"),
        max_length=40,
        error_messages={"required": _("请写门磁上的编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CallForm(forms.Form):
    """That somebody called, and how it went."""

    call_id = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid7)
    """Made with the page, so that sending twice notes one call."""
    outcome = forms.ChoiceField(
        label=_("打了电话,怎么样"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请点一个结果:说上话了、没人接、约好再打。"),
            "invalid_choice": _("请点一个结果:说上话了、没人接、约好再打。"),
        },
    )
    note = forms.CharField(
        label=_("记一句(可以不写)"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    """What it was in the end."""

    answer = forms.ChoiceField(
        label=_("问下来是什么原因"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请点一个原因。"),
            "invalid_choice": _("请点一个原因。"),
        },
    )
    note = forms.CharField(
        label=_("说明一句"),
        help_text=_("住户在自己的页面上看得到这句话,请照实、客气地写。"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
