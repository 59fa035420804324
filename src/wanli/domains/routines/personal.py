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
    Collected(
        _("日常工作做完的照片"),
        _("工作人员"),
        ("routines.RoutinePhoto.file", "routines.RoutinePhoto.by"),
        _("证明做过;只给看得到这项工作的工作人员看,不上公示"),
        _("《突发公共卫生事件应急条例》第四十条"),
        "routines",
        sealed=True,
    ),
)
