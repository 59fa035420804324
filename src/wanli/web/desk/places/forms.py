"""What is typed in about a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import Place
from wanli.domains.places.kinds import KINDS, children_of
from wanli.domains.places.operations.add import MOST_FLOORS

FLOORS = {"building", "tower"}
"""Kinds of place whose floors are known."""

_not_here = {"invalid_choice": _("请从列出的里面选。"), "required": _("请选一个。")}


class _Described(forms.Form):
    name = forms.CharField(
        label=_("名称"), max_length=80, error_messages={"required": _("请写名称。")}
    )
    code = forms.CharField(
        label=_("行政区划代码"),
        required=False,
        max_length=20,
        help_text=_("6、9 或 12 位数字(GB/T 2260);没有就留空。"),
    )
    floors = forms.IntegerField(
        label=_("层数"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_FLOORS}),
        error_messages={"invalid": _("层数请写一个整数,不知道就留空。")},
    )

    def keep(self, kinds: set[str]) -> None:
        """Leave only the fields that places of these kinds have."""
        if not any(KINDS[kind].has_code for kind in kinds):
            del self.fields["code"]
        if not kinds & FLOORS:
            del self.fields["floors"]


class AddForm(_Described):
    """A new place beneath ``above``."""

    kind = forms.ChoiceField(label=_("种类"), widget=forms.RadioSelect, error_messages=_not_here)
    field_order = ("kind", "name", "code", "floors")

    def __init__(self, *args: Any, above: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = children_of(above.kind)
        self.fields["kind"].choices = [(k, KINDS[k].name) for k in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kinds[0]
        self.keep(set(kinds))


class EditForm(_Described):
    """Another name, code or number of floors."""

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": place.name, "code": place.code, "floors": place.floors}
        self.keep({place.kind})


class ReasonForm(forms.Form):
    """Why the tree is changed; it goes to the books."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("会记进台账和修改记录。"),
        error_messages={"required": _("请写一句理由,以后查账要用。")},
    )


class TargetForm(ReasonForm):
    """Another place, out of those that fit."""

    target = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选一个地点。没有看到的话,在上面写几个字查找。"),
            "invalid_choice": _("这个地点现在不能选了,请从列出的里面选。"),
        },
    )
    field_order = ("target", "reason")

    def __init__(
        self, *args: Any, label: object, targets: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].label = label  # type: ignore[assignment]
        self.fields["target"].choices = targets  # type: ignore[attr-defined]
