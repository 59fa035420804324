"""A list of contacts that the made-up committee was sent and has not looked at yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from wanli.domains.observation.operations.case_lists import Terms, take_in_list
from wanli.domains.observation.queries import of_person
from wanli.domains.people.operations.register_many import NewPerson
from wanli.domains.places.queries import area_of
from wanli.kernel import clock
from wanli.kernel.access import Access

FILE = "区疾控转来的密接名单.csv"
HEAD = "序号,姓名,身份证号码,联系电话,末次接触时间,接触类型"
STRANGER = "覃远行"


def hand_in(access: Access, people: Sequence[NewPerson], home: str) -> None:
    """Neighbours of the observed home at ``home``, one who is observed already, one without a
    day, and somebody whom nobody here knows. After all who are observed are."""
    area = area_of(home)
    living = [one for one in people if one.lives_at and one.lives_at[1].startswith(area + ".")]
    observed = [one for one in living if one.lives_at and one.lives_at[1] == home]
    free = (one for one in living if one.id_number and not of_person(one.id))
    chosen = [*observed[:1], *islice(free, 3, 9)]
    days = [clock.today() - timedelta(days=2 + n % 4) for n in range(len(chosen))]
    rows = [
        [one.name, one.id_number, one.phones[0] if one.phones else "", day.strftime("%Y.%m.%d")]
        for one, day in zip(chosen, days, strict=True)
    ]
    rows[-1][3] = ""
    rows.append([STRANGER, "", "15400000033", days[0].strftime("%Y.%m.%d")])
    lines = [
        ",".join([str(n), *row, "次密接" if n % 3 == 0 else "密接"])
        for n, row in enumerate(rows, 1)
    ]
    take_in_list(
        access=access, label=area.rpartition(".")[2], file_name=FILE,
        content="\n".join([HEAD, *lines]).encode(), terms=Terms("contact", "home_14"),
    )  # fmt: skip
