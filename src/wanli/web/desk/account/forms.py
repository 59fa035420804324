"""One's own settings."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PreferencesForm(forms.Form):
    """How pages look to this reader."""

    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("深浅"),
        required=False,
        choices=[("", _("随系统")), ("light", _("浅")), ("dark", _("深"))],
    )
    large_type = forms.BooleanField(label=_("大字"), required=False)
