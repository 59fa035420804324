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
