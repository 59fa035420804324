"""From what domains owe to the rows of Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.kernel.today import Action, Item


def vacancy_items(vacant: int) -> list[Item]:
    """One row for all chairs that nobody holds."""
    if not vacant:
        return []
    title = ngettext("{n} 个岗位空缺", "{n} 个岗位空缺", vacant).format(n=vacant)
    url = reverse("posts:chart") + "?vacant=1"
    return [Item("岗", "due", title, actions=(Action(_("看是哪些"), url),), count=vacant)]
