"""What is typed in about the start of a case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.choices import NEEDS
from wanli.domains.observation.rules.answers import LONGEST, Answers
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.papers import KitItem
from wanli.kernel import clock
from wanli.web.desk.observation.forms import DAY, DAY_WRONG

_PHONE = re.compile(r"[0-9 +()\-转*#]{3,40}")


class KitForm(forms.Form):
    """What of the plan's kit was handed over, and when."""

    items = forms.MultipleChoiceField(
        label=_("发了什么"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("预案里没有这一样,请刷新页面重新选。")},
    )
    day = forms.DateField(label=_("哪天发的"), widget=DAY, error_messages=DAY_WRONG)

    def __init__(
        self, data: Any = None, *, kit: Sequence[KitItem], have: Sequence[str] | None = None
    ) -> None:
        # The first time all of it is ticked: so it is handed out.
        first = have or [one.key for one in kit]
        super().__init__(data, auto_id="kit_%s", initial={"items": first, "day": clock.today()})
        self.fields["items"].choices = [(one.key, said(one.name)) for one in kit]  # type: ignore[attr-defined]


class AnswersForm(forms.Form):
    """What the home needs: a tick and a few words each."""

    contact = forms.CharField(
        label=_("联系不上本人时找谁"),
        required=False,
        max_length=LONGEST,
        help_text=_("亲戚、朋友或邻居,写称呼就行。"),
    )
    contact_phone = forms.CharField(
        label=_("他的电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    needs = forms.MultipleChoiceField(
        label=_("家里要照应的"),
        required=False,
        choices=NEEDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("请从列出的里面勾。")},
    )
    medicine = forms.CharField(label=_("吃什么药,在哪里配"), required=False, max_length=LONGEST)
    medicine_until = forms.DateField(
        label=_("药够吃到哪天"),
        required=False,
        widget=DAY,
        error_messages={"invalid": _("请写成 2020-02-14 这样的日期。")},
    )
    infant = forms.CharField(label=_("婴幼儿多大,要什么"), required=False, max_length=LONGEST)
    pet = forms.CharField(label=_("什么宠物,谁来遛"), required=False, max_length=LONGEST)
    alone = forms.CharField(label=_("独自一人,要怎么照应"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "asked_%s"
        super().__init__(*args, **kwargs)

    @staticmethod
    def filled(answers: Answers | None, needs: Sequence[str]) -> dict[str, Any]:
        """As it was answered last."""
        known: dict[str, Any] = {"needs": list(needs)}
        if answers:
            known |= {**answers.as_data(), "medicine_until": answers.lasts_until}
        return known

    def clean_contact_phone(self) -> str:
        """A number that can be dialled, or none."""
        typed = " ".join(self.cleaned_data["contact_phone"].split())
        if typed and (not _PHONE.fullmatch(typed) or len(re.sub(r"\D", "", typed)) < 3):
            raise forms.ValidationError(_("请填打得通的电话号码,例如 021-65432100;不知道就留空。"))
        return typed

    def clean(self) -> dict[str, Any]:
        """What is written about a need ticks it."""
        data = super().clean() or {}
        ticked = set(data.get("needs") or ())
        ticked |= {key for key, _name in NEEDS if data.get(key)}
        if data.get("medicine_until"):
            ticked.add("medicine")
        data["needs"] = [key for key, _name in NEEDS if key in ticked]
        return data

    def said(self) -> dict[str, Any]:
        """What is kept, beside the ticks."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "needs"}
        until = data["medicine_until"]
        return {**data, "medicine_until": until.isoformat() if until else ""}
