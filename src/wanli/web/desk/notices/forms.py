"""What is typed in about channels and numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanli.domains.notices.queries import WHOM

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]


class ChannelForm(forms.Form):
    """A way out of the house."""

    label = forms.ChoiceField(
        label=_("给哪里用"),
        error_messages={
            "invalid_choice": _("请从列出的地点里选一个。"),
            "required": _("请从列出的地点里选一个。"),
        },
    )
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如“一居委企业微信群”。"))
    whom = forms.ChoiceField(
        label=_("发给谁"),
        choices=WHOM,
        error_messages={"invalid_choice": _("请从列出的里选一个。")},
    )
    language = forms.ChoiceField(
        label=_("用什么语言"),
        choices=LANGUAGES,
        error_messages={"invalid_choice": _("请从列出的里选一个。")},
    )
    address = forms.CharField(
        label=_("地址"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "照 apprise 的写法:企业微信群 wecombot://密钥,钉钉 dingtalk://令牌,"
            "飞书 feishu://令牌,邮件 mailtos://…。发给本人的短信网关里,手机号写成 {phone}。"
            "存下后加密,不再显示。"
        ),
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    """Where one can be called on duty."""

    phone = forms.CharField(
        label=_("值班时打得通的号码"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("加密保存。领导小组和居委要写明理由才能看,每次都记。清空就是删掉。"),
    )
