"""What the pages share on which sheets of paper are typed back (``canvass/keyboard.mjs``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanli.domains.canvass.rules.sheetcode import read_code
from wanli.kernel.errors import Hidden

MISREAD = gettext_lazy("这个表号不对:应是二维码下面的 9 位数字,请再看一眼。")
MISSING = gettext_lazy("没有这张表,或它不在您的岗位范围里。")


class Coded(Protocol):
    """A sheet with a number on it."""

    @property
    def code(self) -> str: ...


class RowForm(forms.Form):
    """One row, as the script sends it: a form says what stands in it."""

    visit_id = forms.UUIDField(required=False)
    row = forms.IntegerField(
        min_value=1,
        max_value=9999,
        error_messages={"required": gettext_lazy("请输入行号。")},
    )


def code_asked_for(
    request: HttpRequest,
    found: Callable[[str], Coded],
    *,
    misread: Promise = MISREAD,
    missing: Promise = MISSING,
) -> tuple[str, str, str]:
    """Of the number that was typed or scanned (``?code=``): the number itself, as it was typed; the
    code of the sheet that has it, empty where there is none; and then why. ``found`` looks a sheet
    up, and raises ``Hidden``."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return "", "", ""
    try:
        return typed, found(read_code(typed[:200])).code, ""
    except ValueError:
        return typed, "", str(misread)
    except Hidden:
        return typed, "", str(missing)


def keyboard_words() -> dict[str, str]:
    """In the reader's language, by the names that the script has for them."""
    return {
        "nothing": _("还没记"),
        "waiting": _("等待发出"),
        "sent": _("已录"),
        "door": _("手机上记过"),
        "progress": _("已录 {n} / {total} 行"),
        "row": _("行号 {first}–{last}"),
        "note": _("备注,可以空着;回车存这一行"),
        "norow": _("这张表上只有第 {first} 到 {last} 行,请看清行号。"),
        "nokey": _("没有“{key}”这个键,可以按:{keys}"),
        "noresult": _("请先按结果的数字。"),
        "noday": _("请先写哪天去的。"),
        "same": _("第 {number} 行已经录过,一样,没有变。"),
        "differs": _("第 {number} 行({room})已记:{was}。要改成:{is}?再按回车改,按 Esc 不改。"),
        "saved": _("第 {number} 行({room}):{what}"),
        "nothingToUndo": _("这一次还没有录过,没有可撤销的。"),
        "all": _("这张表都录完了。回车去下一张。"),
        "undone": _("第 {number} 行({room})已撤销,请重录。"),
        "undoOffline": _("没有网络,暂时不能撤销。等网络恢复再按一次。"),
        "undoFailed": _("没能撤销。请刷新这一页再看。"),
        "refused": _("没有收下。"),
        "again": _("请把这一行再录一次。"),
    }
