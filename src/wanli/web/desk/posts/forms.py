"""What is typed in about seats and posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.queries import User
from wanli.domains.accounts.roles import GROUPS, roles_at
from wanli.kernel import clock


class SeatForm(forms.Form):
    """A new seat at a place of this kind."""

    role = forms.ChoiceField(
        label=_("岗位"),
        error_messages={
            "required": _("请选一个岗位。"),
            "invalid_choice": _("这种地点不设这个岗位,请从列出的里面选。"),
        },
    )
    group = forms.ChoiceField(
        label=_("工作组"),
        required=False,
        choices=[("", "—"), *((group.key, group.name) for group in GROUPS.values())],
        help_text=_("只有工作组组长和成员要选。"),
        error_messages={"invalid_choice": _("请选一个工作组。")},
    )
    title = forms.CharField(
        label=_("称呼"),
        required=False,
        max_length=40,
        help_text=_("和岗位名称不一样时才写,例如“物业前台”。"),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_at(kind)
        self.fields["role"].choices = [(r.key, r.name) for r in roles]  # type: ignore[attr-defined]
        if not any(role.in_group for role in roles):
            del self.fields["group"]


class AppointForm(forms.Form):
    """Who takes a seat: somebody found (with what she is today, in words), or somebody new."""

    user_id = forms.TypedChoiceField(
        label=_("找到的人"),
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("找不到这个人,请重新查找。")},
    )
    new_name = forms.CharField(label=_("新人的姓名"), required=False, max_length=60)
    username = forms.CharField(
        label=_("登录名"),
        required=False,
        max_length=40,
        help_text=_("只给新人;不写就自动编一个六位号码。"),
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )
    since = forms.DateField(
        label=_("从哪天起"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("请写从哪天起。"),
            "invalid": _("请写成 2020-02-14 这样的日期。"),
        },
    )

    def __init__(self, *args: Any, found: Mapping[User, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today()
        if found:
            self.fields["user_id"].choices = [  # type: ignore[attr-defined]
                (str(user.pk), f"{user.name}({user.username}) {what}".rstrip())
                for user, what in found.items()
            ]
        else:
            del self.fields["user_id"]
