"""What forms and pages offer to choose from."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.models import Channel, Need, Outcome, Reason, State, TalkNote

REASONS = list(Reason.choices)
NEEDS = list(Need.choices)
CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.LINK]
"""How somebody at the committee hears of it."""
OUTCOMES = list(Outcome.choices)
TALK_OUTCOMES = list(TalkNote.Outcome.choices)
STATES = dict(State.choices)
MOODS: list[tuple[str, Promise]] = [
    ("calm", _("还好")),
    ("worried", _("有点担心")),
    ("low", _("情绪低")),
]
ALARMS: dict[str, Promise] = {"fever": _("发热"), "symptom": _("危险症状")}
