"""What is said of one routine at one place."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.routines.queries import TEAMS
from wanli.kernel import clock
from wanli.web.fields import MomentField


class CheckForm(forms.Form):
    """It was done, when and by whom; or why not."""

    at = MomentField(label=_("什么时候做的"), required=False, help_text=_("不填就是现在。"))
    team = forms.ChoiceField(
        label=_("谁做的"),
        choices=TEAMS,
        error_messages={
            "required": _("请从列出的里面选谁做的。"),
            "invalid_choice": _("请从列出的里面选谁做的。"),
        },
    )
    why = forms.CharField(
        label=_("没做成的话,为什么"),
        required=False,
        max_length=200,
        help_text=_("只给工作人员看,不上楼道公示。"),
        error_messages={"max_length": _("太长了,请缩到 200 个字以内。")},
    )

    def clean_at(self) -> datetime | None:
        """A minute that has just begun is now."""
        at: datetime | None = self.cleaned_data["at"]
        return min(at, clock.now()) if at and (at - clock.now()).total_seconds() < 60 else at
