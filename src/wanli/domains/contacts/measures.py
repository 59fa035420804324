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
MEASURES = HOMES
OF_A_HOME = tuple(measure.key for measure in HOMES)
