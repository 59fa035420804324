"""What is typed in about a campaign and at a door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import Campaign
from wanli.domains.canvass.rules.questions import Question, from_data
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock

USUAL_DAYS = 3
ANSWER = "a."
"""Before the key of a question: the plan chooses keys, and must not meet a field of ours."""


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
    question_set = forms.ChoiceField(
        label=_("每户问什么"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("问题来自现在的预案;开始以后预案再改,这一次也不变。"),
        error_messages={"invalid_choice": _("这套问题不在现在的预案里,请另选一套。")},
    )
    questions = forms.CharField(
        label=_("另外还问"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个问题;选项写在冒号后面,用斜线隔开。没有选项的问题由排摸人员填写。"),
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], plans: Sequence[Plan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sets = _question_sets(plans)
        self.fields["question_set"].choices = [*sets, ("", _("不用预案里的问题"))]  # type: ignore[attr-defined]
        self.fields["question_set"].initial = sets[0][0] if sets else ""
        self.fields["labels"].choices = places  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + timedelta(days=USUAL_DAYS)
        if len(places) == 1:
            self.fields["labels"].initial = [places[0][0]]


def _question_sets(plans: Sequence[Plan]) -> list[tuple[str, str]]:
    """Key and questions of every set. Plans of several subdistricts may ask differently under
    one key: then all are shown, and the place chosen decides."""
    found: dict[str, list[str]] = {}
    for plan in plans:
        for one in plan.question_sets:
            asked = f"{said(one.name)}: " + " · ".join(said(q.text) for q in one.questions)
            texts = found.setdefault(one.key, [])
            if asked not in texts:
                texts.append(asked)
    return [(key, " / ".join(texts)) for key, texts in found.items()]


class DoorForm(forms.Form):
    """One visit. Everything but the result may stay empty."""

    visit_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    waited = forms.IntegerField(required=False, min_value=0, max_value=10**8)
    """Seconds since it was typed, by the phone that kept it: its clock need not be right."""
    result = forms.ChoiceField(
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

    def __init__(self, *args: Any, campaign: Campaign, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = from_data(campaign.questions)
        language = get_language() or ""
        self.results = list(campaign.result_names().items())
        self.fields["result"].choices = self.results  # type: ignore[attr-defined]
        self.fields["gone"].choices = [(one, one) for one in people]  # type: ignore[attr-defined]
        for question in self.questions:
            self.fields[ANSWER + question.key] = forms.CharField(
                label=question.said(language), required=False, max_length=200
            )

    def asked(self) -> list[tuple[Question, str, list[tuple[str, str]], str, list[str]]]:
        """Each question, in the reader's words, with choices, the answer so far and its errors."""
        language = get_language() or ""
        return [
            (
                question,
                question.said(language),
                question.offered(language),
                str(self[ANSWER + question.key].value() or ""),
                [str(error) for error in self.errors.get(ANSWER + question.key, [])],
            )
            for question in self.questions
        ]
