"""What the ledger keeps on door sensors and questions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _questions(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = f"SELECT id, path, place_id FROM sensors_doorquestion WHERE {condition}"
    return Measure(
        f"door_questions_{key}", name, "door_question", recount, ends_with_place=True, **shown
    )


SENSORS = (
    Measure(
        "door_sensors",
        _("装着的门磁"),
        "sensor",
        "SELECT id, path FROM sensors_sensor WHERE down_at IS NULL",
        on_wall=False,
    ),
)
QUESTIONS = (
    _questions("open", _("开门要问一问"), "state = 'open'", rising_is_bad=True),
    _questions("answered", _("开门问清了"), "state = 'answered'", rising_is_good=True),
)
MEASURES = (*SENSORS, *QUESTIONS)
OF_A_SENSOR = tuple(measure.key for measure in SENSORS)
OF_A_QUESTION = tuple(measure.key for measure in QUESTIONS)
