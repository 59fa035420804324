"""What several forms ask for in the same words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SheetField(forms.FileField):
    """A spreadsheet as somebody has it."""

    default_error_messages = {
        "required": _("请选择一个表格文件。"),
        "empty": _("文件是空的。请在表格软件里打开看看,另存后再传。"),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(help_text=_("xlsx、xls、ods 或 csv,什么版式都可以。"), **given)


class PlaceField(forms.ChoiceField):
    """One of the places that the reader may choose."""

    default_error_messages = {
        "required": _("请选一个地点。"),
        "invalid_choice": _("您选的地点不在您的岗位范围里,请重新选。"),
    }


class PlaceForm(forms.Form):
    """A form with a ``PlaceField`` called ``label``; it is given the ``places`` (label, name)."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]


class MomentField(forms.DateTimeField):
    """A day and a time of day, by the clock on the wall."""

    default_error_messages = {"invalid": _("请写成 2020-02-14 09:30 这样的时间。")}

    def __init__(self, **given: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        written = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(widget=shown, input_formats=written, **given)
