"""What was opened, for who reads the log: the log itself keeps one fixed wording for its seals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "list, masked": _("名册(脱敏)"),
    "list, in the clear": _("名册(原文)"),
    "homes": _("住户名单"),
    "observation": _("观察名单"),
    "doors": _("排摸名单"),
    "name, document, phone": _("姓名、证件、电话"),
    "name, on paper": _("姓名,印在纸上"),
    "names, on paper": _("姓名,印在纸上"),
    "name, phone": _("姓名、电话"),
    "phone": _("电话"),
    "keys, family, phone": _("钥匙、家里人、电话"),
    "list with answers": _("填好的名单"),
}


def opened(what: str) -> str:
    """In the reader's language; wording the log no longer writes stays as it stands."""
    return str(_WORDS.get(what, what))
