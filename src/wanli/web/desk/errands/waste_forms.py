"""What is said of waste: at a door, at the collection point, when it is taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.operations.waste_record import MOST
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

LONGEST_WAIT = 24 * 3600
"""Seconds that a count may have waited for a network; what waited longer is taken as of now."""
NUMBER = {
    "required": _("请写几袋。"),
    "invalid": _("请写一个整数,例如 2。"),
    "min_value": _("袋数不能是负数。"),
    "max_value": _("一户一次最多记 %(limit_value)s 袋,请再数一遍。"),
}
TOO_LONG = {"max_length": _("太长了,请缩短一些。")}
LOST = {"invalid": _("这一页太旧了,请刷新后再记。")}


class Sent(forms.Form):
    """Made where it was typed: sent twice, it counts once."""

    tally = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages=LOST)

    @property
    def tally_id(self) -> UUID:
        """Its id; a new one where a page without a script sent none."""
        found: UUID | None = self.cleaned_data["tally"]
        return found or uuid7()


class DoorForm(Sent):
    """So many bags; or why there were none to take."""

    bags = forms.IntegerField(
        label=_("几袋"), min_value=0, max_value=MOST, required=False, error_messages=NUMBER
    )
    why = forms.CharField(
        label=_("没收成的话,为什么"), required=False, max_length=200, error_messages=TOO_LONG
    )
    loose = forms.BooleanField(label=_("有没扎紧的,当场重新套袋了"), required=False)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)
    waited = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def at(self) -> datetime:
        """When it was fetched: before it waited for a network. The phone's clock is not asked."""
        typed = self.cleaned_data["waited"]
        seconds = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
        wait = seconds if seconds <= LONGEST_WAIT else 0
        return clock.now() - timedelta(seconds=wait)


class PointForm(Sent):
    """How many bags of each home arrived: a field ``b.ID`` for each."""

    disinfected = forms.BooleanField(label=_("每袋外面都消毒过了"), required=False)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, homes: Iterable[tuple[str, UUID, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.homes = list(homes)
        for address, key, bags in self.homes:
            self.fields[f"b.{key}"] = forms.IntegerField(
                label=address, min_value=0, max_value=MOST, initial=bags, required=False,
                error_messages=NUMBER,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    @property
    def bags(self) -> dict[UUID, int]:
        """What was counted, by home; without those that came to the page after it was opened."""
        said = {key: self.cleaned_data[f"b.{key}"] for _address, key, _bags in self.homes}
        return {key: n for key, n in said.items() if n is not None}


class HandForm(Sent):
    """All that stands there is taken away."""

    bags = forms.IntegerField(
        label=_("清运队拉走几袋"),
        min_value=0,
        max_value=9999,
        error_messages=NUMBER | {"max_value": _("袋数太大了,请再数一遍。")},
    )
    slip = forms.CharField(
        label=_("联单号或车牌"),
        max_length=40,
        error_messages=TOO_LONG | {"required": _("请写联单号或车牌,查得到是谁拉走的。")},
    )


class MissingForm(forms.Form):
    """What became of bags that did not arrive."""

    how = forms.ChoiceField(
        label=_("查下来"),
        choices=[("found", _("找到了,已放到暂存点")), ("miscounted", _("门口数错了,没有少"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选:找到了,还是门口数错了。"),
            "invalid_choice": _("请选:找到了,还是门口数错了。"),
        },
    )
    why = forms.CharField(
        label=_("在哪里找到的,或怎么数错的"),
        max_length=200,
        error_messages=TOO_LONG | {"required": _("请写几个字:在哪里找到的,或怎么数错的。")},
    )
