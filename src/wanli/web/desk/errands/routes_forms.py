"""Who goes, from where, from when until when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.operations.plan_routes import Wanted
from wanli.domains.errands.routing import HOWS, Crew
from wanli.kernel import clock

NUMBER = {
    "required": _("请写一个数。"),
    "invalid": _("请写一个整数,例如 2。"),
    "min_value": _("最少 %(limit_value)s。"),
    "max_value": _("最多 %(limit_value)s。"),
}
TIME = {"required": _("请写几点。"), "invalid": _("请写成 09:00 这样的时间。")}


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CrewForm(forms.Form):
    """The crew of one plan; what waits is named by how and where it is got."""

    how = forms.ChoiceField(
        choices=HOWS,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("请从列出的里面选。")},
    )
    shop = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    start = forms.ChoiceField(
        label=_("从哪里出发"),
        error_messages={
            "required": _("请选从哪里出发。"),
            "invalid_choice": _("请从列出的里面选。"),
        },
    )
    runners = forms.IntegerField(
        label=_("几个人跑"), min_value=1, max_value=12, initial=2, error_messages=NUMBER
    )
    homes = forms.IntegerField(
        label=_("一辆车装几户的东西"), min_value=1, max_value=60, initial=12, error_messages=NUMBER
    )
    kilos = forms.IntegerField(
        label=_("一辆车最多装多重(公斤)"), min_value=1, max_value=500, initial=25,
        error_messages=NUMBER,
    )  # fmt: skip
    leaves = forms.TimeField(label=_("几点出发"), widget=_clock(), error_messages=TIME)
    back = forms.TimeField(label=_("最迟几点回来"), widget=_clock(), error_messages=TIME)

    def __init__(self, *args: Any, starts: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One cannot be back before one leaves."""
        said: dict[str, Any] = super().clean() or {}
        if {"leaves", "back"} <= said.keys() and said["back"] <= said["leaves"]:
            self.add_error("back", _("回来的时间要晚于出发的时间。"))
        return said

    def at(self, name: str) -> datetime:
        """Today, at the time in this field."""
        return datetime.combine(clock.today(), self.cleaned_data[name], clock.LOCAL_ZONE)


def crew_of(form: CrewForm) -> Crew:
    """Who goes."""
    said = form.cleaned_data
    return Crew(
        said["start"], said["runners"], form.at("leaves"), form.at("back"), said["homes"],
        said["kilos"],
    )  # fmt: skip


def form_of(wanted: Wanted) -> dict[str, str]:
    """As somebody would have filled in the form."""
    crew = wanted.crew
    return {
        "how": wanted.how, "shop": wanted.shop, "start": crew.start, "runners": str(crew.runners),
        "homes": str(crew.homes), "kilos": str(crew.kilos),
        "leaves": f"{clock.local(crew.leaves):%H:%M}", "back": f"{clock.local(crew.back):%H:%M}",
    }  # fmt: skip


def usual_times() -> dict[str, time]:
    """From now on, for three hours; never past midnight."""
    now = clock.local(clock.now())
    leaves = now + timedelta(minutes=-now.minute % 15)
    last = leaves.replace(hour=23, minute=59)
    if leaves.date() != now.date():
        leaves, last = now, now.replace(hour=23, minute=59)
    return {"leaves": leaves.time(), "back": min(leaves + timedelta(hours=3), last).time()}


def order_of(said: Mapping[str, str]) -> dict[int, list[UUID]]:
    """What somebody made of the routes: ``r.ID`` the runner (0: nobody), ``n.ID`` her position."""
    found: defaultdict[int, list[tuple[float, int, UUID]]] = defaultdict(list)
    for at, (name, runner) in enumerate(said.items()):
        if not name.startswith("r.") or not re.fullmatch("[0-9]{1,2}", runner):
            continue
        try:
            key = UUID(name[2:])
        except ValueError:
            continue
        typed = said.get("n." + name[2:], "").replace(",", ".")
        place = float(typed) if re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", typed) else 999.0
        if int(runner):
            found[int(runner)].append((place, at, key))
    return {n: [key for _place, _at, key in sorted(rows)] for n, rows in sorted(found.items())}
