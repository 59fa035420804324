"""What notices keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

LAW = _("《突发公共卫生事件应急条例》第四十条")
COLLECTED = (
    Collected(
        _("提醒过谁,到没到"),
        _("居家观察的人"),
        ("notices.Message.person", "notices.Message.sources"),
        _("到点没报的不落下一户"),
        LAW,
        "messages",
    ),
    Collected(
        _("值班的人打得通的号码"),
        _("工作人员"),
        ("notices.Number.phone_cipher",),
        _("夜里找得到还能补救的人"),
        LAW,
        "accounts",
        sealed=True,
    ),
    Collected(
        _("提醒了谁什么"),
        _("工作人员"),
        (
            "notices.Message.user",
            "notices.Message.by",
            "notices.Message.said",
        ),
        _("有疑问时找得到问的人"),
        LAW,
        "messages",
    ),
    Collected(
        _("谁设的通道"),
        _("工作人员"),
        ("notices.Channel.set_by",),
        _("有疑问时找得到问的人"),
        LAW,
        "accounts",
    ),
)
