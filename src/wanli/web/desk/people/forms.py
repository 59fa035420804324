"""What is typed in about a person. Sealed values are shown masked; left empty they stay."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wanli.domains.people.access import Person
from wanli.domains.people.choices import ID_KINDS
from wanli.domains.people.operations.correct import Correction
from wanli.domains.people.operations.register import Newcomer
from wanli.domains.people.queries import Described, Masked

SEXES = (("f", _("女")), ("m", _("男")), ("u", _("不详")))
_sex_errors = {
    "required": _("请选性别;不知道就选不详。"),
    "invalid_choice": _("请从列出的里面选。"),
}
_not_here = {"invalid_choice": _("请从列出的里面选。")}


def _said(label: object, **more: Any) -> forms.CharField:
    widget = more.pop("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return forms.CharField(label=label, required=False, widget=widget, **more)  # type: ignore[arg-type]


class _Upon(forms.Form):
    """A form made upon a state of the records, which it brings back."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def show_anew(self, seen: str) -> None:
        """What was typed, upon the state of now."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = seen
        self.data = data

    def seen_facets(self) -> dict[str, Any]:
        """The state that the form was made from; nothing when that was tampered with."""
        try:
            found = json.loads(self.cleaned_data["seen"])
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class CorrectForm(_Upon):
    """A person as she is known, masked, and what is to be changed."""

    name = _said(_("姓名"), max_length=80)
    sex = forms.ChoiceField(
        label=_("性别"), choices=SEXES, widget=forms.RadioSelect, error_messages=_sex_errors
    )
    birth_date = _said(_("出生日期"), max_length=30)
    clear_birth_date = forms.BooleanField(label=_("清空出生日期"), required=False)
    id_kind = forms.ChoiceField(
        label=_("证件种类"), required=False, error_messages=_not_here,
        choices=[("", _("按号码判断")), *ID_KINDS],
    )  # fmt: skip
    document = _said(_("证件号"), max_length=40)
    clear_document = forms.BooleanField(label=_("清空证件"), required=False)
    dropped = forms.MultipleChoiceField(
        label=_("要删去的电话"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("这个电话已经不在了,请重新打开这一页。")},
    )  # fmt: skip
    phones = _said(_("添电话"), max_length=200, help_text=_("可以一次写几个,用顿号隔开。"))

    def __init__(self, *args: Any, person: Person, kept: Masked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].initial = person.sex or "u"
        self.fields["id_kind"].initial = person.id_kind
        self.fields["dropped"].choices = [(str(i), n) for i, n in kept.phones]  # type: ignore[attr-defined]
        for name, shown in (
            ("name", kept.name),
            ("birth_date", kept.birth_date),
            ("document", kept.document),
        ):
            self.fields[name].widget.attrs["placeholder"] = shown
        for name, is_known in (
            ("clear_birth_date", bool(kept.birth_date)),
            ("clear_document", bool(kept.document)),
            ("dropped", bool(kept.phones)),
        ):
            if not is_known:
                del self.fields[name]

    def correction(self) -> Correction:
        """What was typed."""
        said = self.cleaned_data
        return Correction(
            sex="" if said["sex"] == "u" else said["sex"],
            name=said["name"],
            birth_date=said["birth_date"],
            id_kind=said["id_kind"],
            document=said["document"],
            phones=said["phones"],
            dropped_phones=frozenset(said.get("dropped", ())),
            clear_birth_date=bool(said.get("clear_birth_date")),
            clear_document=bool(said.get("clear_document")),
        )


class NewPersonForm(forms.Form):
    """Somebody who lives behind a door and is not known yet. Only the name is needed."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("姓名"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写姓名。")},
    )  # fmt: skip
    sex = _said(_("性别"), max_length=10, help_text=_("男或女;有身份证号就不用写。"))
    birth_date = _said(_("出生日期"), max_length=30, help_text=_("有身份证号就不用写。"))
    document = _said(_("证件号"), max_length=40)
    phones = _said(_("电话"), max_length=200, help_text=_("可以一次写几个,用顿号隔开。"))
    registered_outside = _said(_("户籍地(不在本处时)"), max_length=120)

    def newcomer(self) -> Newcomer:
        """Who was typed in."""
        return Newcomer(**self.cleaned_data)


class WhereForm(forms.Form):
    """A door out of those found, or a place outside in words."""

    target = forms.ChoiceField(
        label=_("哪一户"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("这一户现在不能选了,请重新查找。")},
    )  # fmt: skip
    outside = _said(_("或者写明在哪里(不在本处时)"), max_length=120)

    def __init__(self, *args: Any, doors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if doors:
            self.fields["target"].choices = doors  # type: ignore[attr-defined]
        else:
            del self.fields["target"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(said.get("target")) == bool(said.get("outside")):
            raise forms.ValidationError(_("请选一户,或者写明外面的地址,两者取一。"))
        return said


class MergeForm(_Upon):
    """Two records of one person: of each field that differs, which one holds."""

    def __init__(
        self, *args: Any, sides: tuple[list[Described], list[Described]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for mine, theirs in zip(*sides, strict=True):
            if mine.value == theirs.value:
                continue
            self.fields[mine.key] = forms.ChoiceField(
                label=mine.name,
                widget=forms.RadioSelect,
                choices=[
                    ("mine", format_lazy(_("第一条:{value}"), value=mine.shown or _("没有记"))),
                    ("theirs", format_lazy(_("第二条:{value}"), value=theirs.shown or _("没有记"))),
                ],
                # Of two, the one that says something.
                initial="mine" if mine.shown else "theirs",
                # Unsaid only where the field has come to differ since: then that is said.
                required=False,
                error_messages=_not_here,
            )

    def taken(self) -> set[str]:
        """The fields in which the other record holds."""
        return {key for key, said in self.cleaned_data.items() if said == "theirs"}
