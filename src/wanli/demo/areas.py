"""Key areas of the made-up subdistrict: a list in force, and a notice that waits to be adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from wanli.domains.accounts.access import access_of
from wanli.domains.arrivals.models import AreaNotice
from wanli.domains.arrivals.operations import notices
from wanli.domains.arrivals.operations.notices import Terms
from wanli.domains.jobs.operations.forget import forget_jobs
from wanli.domains.jobs.operations.perform import perform
from wanli.domains.jobs.queries import open_job
from wanli.kernel import clock
from wanli.kernel.access import Access

Row = tuple[str, str, str, str, int, int | None]
HEAD = "序号,省份,市,县(市、区),风险等级,起始日期,截止日期"
LISTED: tuple[Row, ...] = (
    ("湖北省", "荆州市", "", "高风险", 40, None),
    ("湖北省", "黄冈市", "", "高风险", 20, None),
    ("浙江省", "温州市", "", "中风险", 12, None),
    ("江西省", "南昌市", "新建区", "中风险", 30, 6),
)
"""Where, how dangerous, from how many days ago, and until how many days ago."""
ADOPTED = timedelta(days=6)
"""Before any family came back."""
TITLE, WAITS = "第 3 号通告", "第 4 号通告:增加河南信阳"


def list_areas(*, label: str, people: Mapping[str, tuple[UUID, str]]) -> int:
    """Adopt a list of key areas some days ago, propose one more area yesterday; how many it
    lists."""

    def as_persona(key: str) -> Access:
        user_id, name = people[key]
        return access_of(user_id, user_name=name, origin="demo")

    head = as_persona("leading_group_head")
    listed = _lines(LISTED)
    with clock.frozen(clock.midnight(clock.today() - ADOPTED) + timedelta(hours=10)):
        found = _proposed(as_persona("residential_head"), label, TITLE, listed)
        notices.adopt(access=head, notice_id=found.pk)
        # Nobody has arrived yet: there is nothing for a worker to do.
        if job := open_job("arrivals.rejudge", found.place_id):
            perform(job_id=job.pk)
    forget_jobs()
    added = _lines((("河南省", "信阳市", "", "中风险", 4, None),))
    with clock.frozen(clock.midnight(clock.today()) - timedelta(hours=5)):
        _proposed(as_persona("residential_head"), label, WAITS, added)
    return len(LISTED)


def _proposed(access: Access, label: str, title: str, lines: str) -> AreaNotice:
    found = notices.take_in(
        access=access, label=label, content=lines.encode(), file_name=f"{title}.csv",
        terms=Terms(title, clock.today(), "medium", whole=False),
    )  # fmt: skip
    return notices.propose(access=access, notice_id=found.pk)


def _lines(rows: tuple[Row, ...]) -> str:
    today = clock.today()

    def said(days: int | None) -> str:
        return "" if days is None else (today - timedelta(days=days)).isoformat()

    lines = [
        ",".join((str(n), *where, said(since), said(until)))
        for n, (*where, since, until) in enumerate(rows, 1)
    ]
    return "\n".join([HEAD, *lines])
