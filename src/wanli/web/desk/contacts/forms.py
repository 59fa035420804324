"""What people type about care."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.carers import Carer
from wanli.domains.contacts.operations.care_list import Terms
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.care import Care

TEXT = forms.TextInput(attrs={"autocomplete": "off"})


class CaredForm(forms.Form):
    """How somebody is looked after."""

    kind = forms.ChoiceField(label=_("属于哪一种"), error_messages={"required": _("请选一种。")})
    carer = forms.ChoiceField(
        label=_("谁去探望"), required=False, help_text=_("空着的,会列在居委的“今日”里等人接。")
    )
    first_on = forms.DateField(
        label=_("下一次从哪天起"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请写成 2020-02-14 这样的日期。")},
    )
    keys = forms.CharField(
        label=_("谁有钥匙"),
        required=False,
        max_length=80,
        help_text=_("敲不开门时找谁开,例如:对门 302 王阿姨。加密保存。"),
        widget=TEXT,
    )
    family = forms.CharField(label=_("家里人怎么称呼"), required=False, max_length=80, widget=TEXT)
    phone = forms.CharField(
        label=_("家里人的电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    note = forms.CharField(
        label=_("还要看什么"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, care: Care, carers: list[Carer], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kind"].choices = [(one.key, said(one.name)) for one in care.kinds]  # type: ignore[attr-defined]
        self.fields["carer"].choices = whom(carers, _("还没有人"))  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """As it was typed."""
        data = self.cleaned_data
        return Terms(
            kind=data["kind"],
            carer=UUID(data["carer"]) if data["carer"] else None,
            keys=data["keys"],
            family=data["family"],
            phone=data["phone"],
            note=data["note"],
            first_on=data["first_on"],
        )


class PassOnForm(forms.Form):
    """To whom something is passed on, and why."""

    to = forms.ChoiceField(label=_("转给谁"), error_messages={"required": _("请选转给谁。")})
    why = forms.CharField(
        label=_("为什么"), max_length=200, widget=TEXT,
        error_messages={"required": _("请写几个字:为什么转交,对方看得到。")},
    )  # fmt: skip

    def __init__(self, *args: Any, carers: list[Carer], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to"].choices = whom(carers, _("请选"))  # type: ignore[attr-defined]


def whom(carers: list[Carer], nobody: object) -> list[tuple[str, object]]:
    """These to choose from, with what each is."""
    return [("", nobody), *((str(one.user_id), f"{one.name} · {one.role_name}") for one in carers)]
