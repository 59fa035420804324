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


class MomentField(forms.DateTimeField):
    """A day and a time of day, by the clock on the wall."""

    default_error_messages = {"invalid": _("请写成 2020-02-14 09:30 这样的时间。")}

    def __init__(self, **given: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        written = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(widget=shown, input_formats=written, **given)
