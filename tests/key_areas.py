"""Key areas on the list, for tests."""

from __future__ import annotations

from datetime import date, timedelta

from wanli.domains.accounts.models import User
from wanli.domains.arrivals.models import AreaNotice, KeyArea
from wanli.domains.arrivals.operations.rejudge import KIND, rejudge
from wanli.domains.jobs.models import Job
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.reading.regions import by_code


def street_of(place: Place) -> Place:
    """The subdistrict that a place lies in."""
    return Place.objects.above(place.path).get(kind="subdistrict")


def listed(place: Place, code: str, level: str, since: date, until: date | None = None) -> KeyArea:
    """A region on the list of the place's subdistrict, as an adopted notice leaves it."""
    street, region = street_of(place), by_code(code)
    assert region is not None
    one, other = User.objects.order_by("pk")[:2]
    notice = AreaNotice.objects.create(
        place=street, path=street.path, title="通告", file_name="通告.xlsx", day=since,
        state="adopted", proposed_by=one, proposed_at=clock.now() - timedelta(minutes=1),
        adopted_by=other, adopted_at=clock.now(),
    )  # fmt: skip
    return KeyArea.objects.create(
        place=street, path=street.path, code=code, name=region.name, level=level, since=since,
        until=until, notice=notice,
    )  # fmt: skip


def without_list() -> None:
    """Nothing is on any list, none was handed in, and everybody is judged accordingly."""
    KeyArea.objects.all().delete()
    AreaNotice.objects.all().delete()
    Job.objects.filter(kind=KIND).delete()
    for street in Place.objects.filter(kind="subdistrict"):
        rejudge(Access.system(), {"place": street.label}, lambda done, total: None)
