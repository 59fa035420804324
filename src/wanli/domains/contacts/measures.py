"""What the ledger keeps on being in touch."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _homes(key: str, name: Promise, state: str, **shown: bool) -> Measure:
    recount = f"SELECT id, path, place_id FROM contacts_home WHERE state = '{state}'"
    return Measure(key, name, "contact_home", recount, ends_with_place=True, **shown)


HOMES = (
    _homes("contacts_unreached", _("还没联系上的户"), "due"),
    _homes("contacts_reached", _("联系上的户"), "reached", rising_is_good=True),
)


def _visits(key: str, name: Promise, state: str, **shown: bool) -> Measure:
    recount = (
        "SELECT v.id, v.path, (SELECT p.id FROM places_place p WHERE p.path = v.path)"
        f" FROM contacts_visit v WHERE v.state = '{state}'"
    )
    return Measure(key, name, "care_visit", recount, ends_with_place=True, **shown)


CARED = (
    Measure(
        "care_people",
        _("关爱名单上的人"),
        "cared",
        "SELECT id, path, place_id FROM contacts_cared WHERE ended_on IS NULL",
        on_wall=False,
        ends_with_place=True,
    ),
)
VISITS = (
    _visits("care_due", _("要去探望"), "due"),
    _visits("care_missed", _("探望没人去"), "missed", rising_is_bad=True),
    _visits("care_done", _("探望去过"), "done", rising_is_good=True),
)
MEASURES = (*HOMES, *CARED, *VISITS)
OF_A_CARED = tuple(measure.key for measure in CARED)
OF_A_VISIT = tuple(measure.key for measure in VISITS)
OF_A_HOME = tuple(measure.key for measure in HOMES)
