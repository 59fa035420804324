"""What people type about errands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.operations.ask import Asked
from wanli.domains.errands.rules.lines import read_list
from wanli.domains.errands.rules.money import NoMoney, read_yuan
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.errands import Errands
from wanli.ground.pictures import ACCEPT
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

DAYS = (
    (1, _("周一")), (2, _("周二")), (3, _("周三")), (4, _("周四")), (5, _("周五")), (6, _("周六")),
    (7, _("周日")),
)  # fmt: skip
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
DAY_WRONG = {"invalid": _("请写成 2020-02-10 这样的日期。")}
TIME_WRONG = {"invalid": _("请写成 09:30 这样的时间。"), "required": _("请选几点。")}


class YuanField(forms.CharField):
    """A sum in yuan, as fen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_yuan(typed)
        except NoMoney:
            raise forms.ValidationError(
                _("请写成 12.50 这样的钱数,最多两位小数,不超过 10 万元。")
            ) from None


class AskForm(forms.Form):
    """What a home wants."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("哪一种"),
        error_messages={"required": _("请选一种代办。"), "invalid_choice": _("请选一种代办。")},
    )
    items = forms.CharField(
        label=_("要什么"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一样,后面写多少,要注意的写在括号里,例如:青菜 2 斤(要嫩的)。"),
    )
    shop = forms.CharField(
        label=_("想去哪家店"), required=False, max_length=60, help_text=_("不写就是哪家都行。")
    )
    note = forms.CharField(label=_("还要说的"), required=False, max_length=300)

    def __init__(self, *args: Any, rules: Errands, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"entry": uuid7(), "kind": rules.kinds[0].key} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.key, said(kind.name)) for kind in rules.kinds
        ]

    def asked(self) -> Asked:
        """As the operation takes it."""
        data = self.cleaned_data
        return Asked(
            kind=data["kind"],
            items=read_list(data["items"]),
            shop=data["shop"],
            note=data["note"],
            wanted_by=self.wanted_by(),
        )

    def wanted_by(self) -> datetime | None:
        """By when; nobody says, nobody is held to it but the plan."""
        return None


class DeskAskForm(AskForm):
    """The same with a time, a picture, and every day, for whoever is at a desk."""

    channel = forms.ChoiceField(
        label=_("怎么提的"), choices=(("phone", _("电话")), ("visit", _("上门")))
    )
    day = forms.DateField(
        label=_("哪天以前"), required=False, widget=DAY, error_messages=DAY_WRONG,
        help_text=_("不写就按预案答应的时间。"),
    )  # fmt: skip
    by = forms.TimeField(
        label=_("几点以前"), required=False, widget=TIME, error_messages=TIME_WRONG
    )
    photo = forms.FileField(
        label=_("处方的照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"}),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("每周这几天照送"), choices=DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾就是只送这一次。照送的从明天起,每天几点以前写在上面。"),
    )  # fmt: skip

    def wanted_by(self) -> datetime | None:
        day, by = self.cleaned_data.get("day"), self.cleaned_data.get("by")
        if day is None and by is None:
            return None
        at = by or datetime.max.time().replace(hour=18, minute=0, second=0, microsecond=0)
        return datetime.combine(day or clock.today(), at, clock.LOCAL_ZONE)


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(
        label=_("原因"), max_length=200, error_messages={"required": _("请写几个字:为什么。")}
    )


class DoorForm(forms.Form):
    """What happened at a door."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("备注"), required=False, max_length=300)
    photo = forms.FileField(
        label=_("放在门口的照片(拍东西,不拍人)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"}),
    )


class MoneyForm(forms.Form):
    """A sum."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    amount = YuanField(
        label=_("多少钱(元)"), error_messages={"required": _("请写多少钱,例如 12.50。")}
    )


class ReceiptForm(MoneyForm):
    """What a receipt says."""

    photo = forms.FileField(
        label=_("小票的照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "capture": "environment"}),
    )
