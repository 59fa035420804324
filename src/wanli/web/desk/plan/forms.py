"""What is typed in about a proposal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.kernel import clock


class ProposeForm(forms.Form):
    """What it is about, and from when."""

    summary = forms.CharField(
        label=_("改了什么、为什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写一句改了什么、为什么。")},
    )
    effective_on = forms.DateField(
        label=_("从哪天起执行"),
        help_text=_("当天 0 点起。"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("请写从哪天起。"),
            "invalid": _("请写成 2020-02-14 这样的日期。"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = clock.today() + timedelta(days=1)


class ReasonForm(forms.Form):
    """Why a proposal goes back."""

    reason = forms.CharField(
        label=_("为什么退回"), required=False, max_length=300, widget=forms.TextInput
    )
