"""What waste rounds keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("在哪一户门口收过垃圾,为什么没收成"),
        _("居家观察的住户"),
        ("errands.WasteStop.why",),
        _("每一袋都找得到,不混进别人的垃圾"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "errands",
    ),
    Collected(
        _("谁收的、谁数的、谁交的,哪辆车拉走的"),
        _("工作人员和志愿者"),
        (
            "errands.WasteStop.by",
            "errands.WasteCount.by",
            "errands.WasteHandOver.by",
            "errands.WasteHandOver.slip",
        ),
        _("少了一袋,当天找得到问的人"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "errands",
    ),
)
