"""Everything that has a term, out of all domains."""

from __future__ import annotations

from wanli.domains.accounts.operations import purge as accounts
from wanli.domains.arrivals.operations import purge as arrivals
from wanli.domains.audit.operations import prune as audit
from wanli.domains.canvass.operations import purge as canvass
from wanli.domains.checklists.operations import purge as checklists
from wanli.domains.contacts.operations import purge as contacts
from wanli.domains.errands.operations import purge as errands
from wanli.domains.errands.operations import waste_purge as waste
from wanli.domains.notices.operations import purge as notices
from wanli.domains.observation.operations import purge as observation
from wanli.domains.people.operations import purge as people
from wanli.domains.postings.operations import purge as postings
from wanli.domains.routines.operations import purge as routines
from wanli.domains.sensors.operations import purge as sensors
from wanli.ground.retention import Retained

RETAINED: tuple[Retained, ...] = (
    *checklists.RETAINED,
    *canvass.RETAINED,
    *contacts.RETAINED,
    *sensors.RETAINED,
    *waste.RETAINED,
    *arrivals.RETAINED,
    *observation.RETAINED,
    *errands.RETAINED,
    *people.RETAINED,
    *accounts.RETAINED,
    *audit.RETAINED,
    *routines.RETAINED,
    *postings.RETAINED,
    *notices.RETAINED,
)


def kinds_of(key: str) -> list[Retained]:
    """All that a rule with this key ends."""
    return [one for one in RETAINED if one.key == key]
