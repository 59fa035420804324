"""On which day a response ended."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EndForm(forms.Form):
    """The day on which it ended."""

    ended_on = forms.DateField(
        label=_("哪天结束的"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("请写哪天结束的。"),
            "invalid": _("请写成 2020-02-14 这样的日期。"),
        },
    )
