"""What browsers say of themselves, in two words a person knows her phone by."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("MicroMessenger", gettext_lazy("微信")), ("DingTalk", gettext_lazy("钉钉")),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
"""In the order of asking: most call themselves Chrome or Safari besides."""


@register.filter
def device(user_agent: str) -> str:
    """``Android · 微信``; what is in neither list is an unknown device."""
    found = [
        str(next((name for sign, name in kinds if sign in user_agent), ""))
        for kinds in (SYSTEMS, BROWSERS)
    ]
    return " · ".join(filter(None, found)) or _("不认得的设备")
