"""How lists from above and leads are dealt with; a section of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wanli.domains.plans.rules.parts import Ruled, Saying, Shown, noop


class CheckLists(Ruled):
    """Lists that ask about people, and leads that somebody has to follow."""

    known_days: Annotated[
        int,
        Field(ge=0, le=60),
        Shown(
            noop("问过的事多少天内不再问"),
            unit=noop("天"),
            help=noop("别的名单又问同一个人同一件事,按上次问到的填,不打电话。0 是每次都问。"),
        ),
    ]
    upward_hours: Annotated[
        int,
        Field(ge=1, le=240),
        Shown(noop("名单过时多少小时还没交,告诉街道"), unit=noop("小时")),
    ]
    lead_hours: Annotated[
        int, Field(ge=1, le=240), Shown(noop("线索多少小时内查清"), unit=noop("小时"))
    ]


CHECK_LISTS = CheckLists(
    known_days=7,
    upward_hours=2,
    lead_hours=24,
    basis=Saying(
        zh="民办发〔2020〕5号:减轻基层负担,数据共享,不重复填报",
        en="Guideline of four ministries 民办发〔2020〕5号: lighten the load of the staff, share"
        " data, do not ask for the same twice",
    ),
)
"""Of plans that were adopted before there was one."""
