"""What the access log can be narrowed by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.queries import Narrowing


class NarrowForm(forms.Form):
    """By who looked, and from day to day."""

    who = forms.CharField(label=_("谁"), required=False, max_length=60)
    first = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    exports = forms.BooleanField(label=_("只看导出"), required=False)

    def narrowing(self) -> Narrowing:
        """The filter that was asked for; nothing is narrowed by an input that is wrong."""
        given = self.cleaned_data if self.is_valid() else {}
        return Narrowing(
            who=given.get("who") or "",
            first=given.get("first"),
            last=given.get("last"),
            only_exports=bool(given.get("exports")),
        )
