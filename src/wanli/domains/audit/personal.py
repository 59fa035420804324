"""What the access log keeps of the people who work here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("谁在什么时候看了谁的原文、理由和网络地址"),
        _("工作人员"),
        tuple(
            f"audit.Opening.{column}"
            for column in ("user_id", "user_name", "subject", "what", "reason", "origin", "at")
        ),
        _("让当事人和专员查得到谁看过,防止滥用"),
        _("《个人信息保护法》第五十一条、第五十六条;《网络安全法》第二十一条"),
        "access_log",
    ),
)
