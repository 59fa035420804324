"""What passes keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("谁暂时不能出门"),
        _("居民"),
        ("passes.Hold.person",),
        _("门岗知道谁还在观察期内,到期自动放行"),
        _("《传染病防治法》第三十九条;《突发公共卫生事件应急条例》第四十一条"),
        "observation",
    ),
)
