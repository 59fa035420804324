"""What a resident types."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.homes import Member
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.ids import uuid7
from wanli.web.desk.observation.forms import CheckForm

LONGEST_WAIT = 12 * 3600
"""Seconds that a report may have waited for a network; what waited longer is taken as of now."""


class OwnForm(CheckForm):
    """One check of one of the home. Left empty, it is not reported."""

    waited = forms.CharField(widget=forms.HiddenInput, required=False)
    """Seconds since it was typed, as the phone measured them: its clock need not be right."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        plan: Plan,
        member: Member,
        initial: dict[str, object] | None = None,
    ) -> None:
        fresh: dict[str, object] = {
            "entry": uuid7(),
            "day": clock.today(),
            "slot": member.owed.slot if member.owed else "",
        }
        super().__init__(data, initial=initial or fresh, prefix=f"p{member.number}")
        self.member = member
        self.asked = [(one.key, said(one.name)) for one in plan.symptoms.symptoms]
        self.slots = {one.key for one in plan.watch.checks}
        self.guess = ""
        """What an impossible temperature may have been."""
        self.fields["at"].help_text = _("不填就是现在。早些时候量的,请填几点。")

    def guess_name(self) -> str:
        """The name of the button that says what was meant."""
        return self.add_prefix("meant")

    def is_blank(self) -> bool:
        """Whether nothing was said of her."""
        names = ("celsius", "meant", "symptoms", "mood", "wants", "note")
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in names)

    def slot_now(self) -> str:
        """The check of today that it is for; none for a page left open since yesterday."""
        data = self.cleaned_data
        known = data["day"] == clock.today() and data["slot"] in self.slots
        return str(data["slot"]) if known else ""

    def moment(self) -> datetime | None:
        """When it was taken: the time of day she gave; else before it waited; None for now."""
        if at := self.cleaned_data["at"]:
            return datetime.combine(clock.today(), at, clock.LOCAL_ZONE)
        typed = self.cleaned_data["waited"]
        waited = int(typed) if re.fullmatch("[0-9]{1,6}", typed) else 0
        if not 60 <= waited <= LONGEST_WAIT:
            return None
        return max(clock.now() - timedelta(seconds=waited), clock.midnight(clock.today()))


class MendForm(OwnForm):
    """What she typed, to be corrected; when it was taken stays."""

    def moment(self) -> datetime | None:
        """Not asked for."""
        return None
