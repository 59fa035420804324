"""A list is handed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.checklists.operations.take_in import Letter
from wanli.domains.checklists.queries import CheckList, Sender
from wanli.kernel import clock
from wanli.web.fields import MomentField, PlaceField, PlaceForm, SheetField

USUAL = 20
"""Hour by which lists are due when nobody has said otherwise."""


class ListForm(PlaceForm):
    """A file, who sent it, until when. From a sender that is known, the file alone is new."""

    file = SheetField(label=_("名单"))
    sender = forms.ChoiceField(label=_("谁发来的"), required=False)
    other = forms.CharField(
        label=_("别的单位,写名称"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    due_at = MomentField(
        label=_("什么时候要交"), error_messages={"required": _("请写什么时候要交。")}
    )
    about = forms.CharField(
        label=_("是什么名单(可以不写)"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    label = PlaceField(label=_("发给哪里的"))

    def __init__(self, *args: Any, known: list[Sender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(dict.fromkeys(one.name for one in known))
        chosen = [(name, name) for name in names]
        self.fields["sender"].choices = [*chosen, ("", _("别的单位"))]  # type: ignore[attr-defined]
        if not names:
            del self.fields["sender"]
            self.fields["other"].label = _("谁发来的")
            self.fields["other"].required = True
            self.fields["other"].error_messages["required"] = _("请写是谁发来的。")

    def letter(self) -> Letter:
        """What comes with the list."""
        data = self.cleaned_data
        return Letter(data["other"] or data.get("sender", ""), data["due_at"], data["about"])


def first_values(last: CheckList | None) -> dict[str, object]:
    """As the last list had it; due at the same hour, today or tomorrow."""
    now = clock.local(clock.now())
    hour, minute = USUAL, 0
    given: dict[str, object] = {}
    if last:
        due = clock.local(last.due_at)
        hour, minute = due.hour, due.minute
        given = {"sender": last.sender.name, "label": last.place.label, "about": last.about}
    due_at = datetime(now.year, now.month, now.day, hour, minute, tzinfo=now.tzinfo)
    if due_at < now:
        due_at += timedelta(days=1)
    return given | {"due_at": due_at.strftime("%Y-%m-%dT%H:%M")}
