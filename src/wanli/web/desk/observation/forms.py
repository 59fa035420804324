"""What is typed in about a case and at a check."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.choices import CHANNELS, MOODS, NEEDS, REASONS
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
DAY_WRONG = {"invalid": _("请写成 2020-02-14 这样的日期。"), "required": _("请选一天。")}


class Keys(forms.MultipleChoiceField):
    """Keys of the plan: whoever records them knows which plan, and refuses what is not in it."""

    def valid_value(self, value: Any) -> bool:
        return True


class CheckForm(forms.Form):
    """One check. With a temperature and nothing else, all is well."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(widget=forms.HiddenInput, required=False)
    slot = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    celsius = forms.CharField(
        label=_("体温 ℃"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "autofocus": True}
        ),
    )
    meant = forms.CharField(required=False, max_length=5)
    symptoms = Keys(label=_("有没有不舒服"), required=False)
    mood = forms.ChoiceField(
        label=_("心情"),
        required=False,
        choices=[("", ""), *MOODS],
        error_messages={"invalid_choice": _("请从列出的心情里点一个。")},
    )
    wants = forms.CharField(label=_("需要什么"), required=False, max_length=300)
    note = forms.CharField(
        label=_("备注"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = forms.ChoiceField(
        label=_("怎么问到的"),
        required=False,
        choices=CHANNELS,
        error_messages={"invalid_choice": _("请从列出的方式里点一个。")},
    )
    at = forms.TimeField(
        label=_("几点测的"),
        required=False,
        help_text=_("不填就是现在。"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("请写成 09:30 这样的时间。")},
    )

    def clean(self) -> dict[str, Any]:
        """A button that says what was meant stands for what was typed."""
        data = super().clean() or {}
        data["celsius"] = data.get("meant") or data.get("celsius", "")
        return data

    def moment(self) -> datetime | None:
        """When it was taken: the time of day on the check's day; None for now."""
        at, day = self.cleaned_data["at"], self.cleaned_data["day"] or clock.today()
        return datetime.combine(day, at, clock.LOCAL_ZONE) if at else None


class OpenForm(forms.Form):
    """Who of a home is observed, why, and for how long."""

    people = forms.MultipleChoiceField(
        label=_("哪几位"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一个人。"),
            "invalid_choice": _("这个人不住在这一户了,请刷新页面重新选。"),
        },
    )
    reason = forms.ChoiceField(
        label=_("为什么观察"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个观察的原因。")},
    )
    term = forms.ChoiceField(
        label=_("观察期"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选一个观察期。"),
            "invalid_choice": _("这个观察期不在现在的预案里,请另选一个。"),
        },
    )
    since = forms.DateField(
        label=_("从哪天算起"),
        widget=DAY,
        error_messages=DAY_WRONG,
        help_text=_("最后一次接触、到达或出现症状的那一天;它的第二天是第 1 天。"),
    )
    apart = forms.BooleanField(label=_("单独一间,和家里人分开"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("家里要照应的"),
        required=False,
        choices=NEEDS,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("备注"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], plan: Plan, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        terms = [(term.key, _term_name(said(term.name), term.days)) for term in plan.terms]
        self.fields["term"].choices = terms  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()
        if terms:
            self.fields["term"].initial = terms[0][0]


def _term_name(name: str, days: int) -> str:
    if str(days) in name:
        return name
    return str(_("{name}({days} 天)")).format(name=name, days=days)


class AgainForm(forms.Form):
    """Another exposure."""

    since = forms.DateField(label=_("又一次接触的日子"), widget=DAY, error_messages=DAY_WRONG)
    why = forms.CharField(label=_("原因"), max_length=200)


class DecideForm(forms.Form):
    """Another last day."""

    last = forms.DateField(label=_("观察到哪天"), widget=DAY, error_messages=DAY_WRONG)
    why = forms.CharField(label=_("原因"), max_length=200)


class LinkForm(forms.Form):
    """Whom a home's link stands for, and what stands on it."""

    people = forms.MultipleChoiceField(
        label=_("给哪几位用"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一个人。"),
            "invalid_choice": _("这个人不在这一户观察了,请刷新页面重新选。"),
        },
    )
    call = forms.CharField(
        label=_("住户打哪个电话找你们"),
        max_length=40,
        help_text=_("印在纸上,也写在住户的页面上。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("请填住户能打通的电话号码,例如 021-65432100。")},
    )
    with_pin = forms.BooleanField(
        label=_("另给六位密码"),
        required=False,
        help_text=_("不知道生日的,系统自动给。密码请当面或打电话说,不要和纸一起给。"),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
