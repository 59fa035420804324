"""What daily routines keep of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("谁记的日常工作,为什么没做成"),
        _("工作人员"),
        ("routines.RoutineCheck.by", "routines.RoutineCheck.why"),
        _("有疑问时找得到问的人;居民可以监督"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "routines",
    ),
)
