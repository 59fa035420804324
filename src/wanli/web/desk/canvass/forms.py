"""What is typed in about a campaign and at a door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.queries import RESULTS
from wanli.domains.canvass.rules.questions import Question
from wanli.kernel import clock

USUAL_DAYS = 3
USUAL_QUESTIONS = _(
    "近 14 天家里有人离开过本市吗:没有/有\n"
    "家里有人发热或咳嗽吗:没有/有\n"
    "需要帮忙吗:不用/买菜/配药/其他"
)


class StartForm(forms.Form):
    """A new campaign."""

    name = forms.CharField(label=_("名字"), max_length=60, initial=_("返岗前排摸"))
    labels = forms.MultipleChoiceField(
        label=_("在哪里"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请至少选一个地点。"),
            "invalid_choice": _("您选的地点不在您的岗位范围里,请重新选。"),
        },
    )
    due_on = forms.DateField(
        label=_("哪天完成"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    questions = forms.CharField(
        label=_("每户问什么"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        initial=USUAL_QUESTIONS,
        help_text=_("一行一个问题;选项写在冒号后面,用斜线隔开。没有选项的问题由排摸人员填写。"),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["labels"].choices = places  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + timedelta(days=USUAL_DAYS)
        if len(places) == 1:
            self.fields["labels"].initial = [places[0][0]]


class DoorForm(forms.Form):
    """One visit. Everything but the result may stay empty."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    result = forms.ChoiceField(
        choices=RESULTS,
        error_messages={
            "required": _("请先点一个结果:见到人、没人应门……"),
            "invalid_choice": _("请从列出的结果里点一个。"),
        },
    )
    note = forms.CharField(
        label=_("备注"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_visit = forms.DateField(
        label=_("约好哪天再来"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("请写成 2020-02-14 这样的日期。")},
    )
    gone = forms.TypedMultipleChoiceField(required=False)
    new_name = forms.CharField(label=_("姓名"), required=False, max_length=80)
    new_phone = forms.CharField(label=_("电话"), required=False, max_length=60)
    new_document = forms.CharField(label=_("证件号"), required=False, max_length=40)
    new_outside = forms.CharField(label=_("户籍地(不在本处时)"), required=False, max_length=120)

    def __init__(
        self, *args: Any, questions: tuple[Question, ...], people: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["gone"].choices = [(one, one) for one in people]  # type: ignore[attr-defined]
        for question in questions:
            self.fields[question.key] = forms.CharField(
                label=question.text, required=False, max_length=200
            )

    def asked(self) -> list[tuple[Question, str, list[str]]]:
        """Each question with the answer typed so far and what is wrong with it."""
        return [
            (
                question,
                str(self[question.key].value() or ""),
                [str(error) for error in self.errors.get(question.key, [])],
            )
            for question in self.questions
        ]
