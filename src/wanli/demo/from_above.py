"""What the made-up committee is asked from above, and what its people heard.

The police send the same people every week: last week's list was answered by telephone, today's is
filled before anybody looks. Transport asks for what nobody knows, of somebody whose name it heard
and of a stranger. Of the leads one was cleared, one is overdue, two are fresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from random import Random
from uuid import UUID

from wanli.domains.checklists.operations.climb import climb
from wanli.domains.checklists.operations.hand_back import hand_back
from wanli.domains.checklists.operations.leads import Heard, clear_lead, report_lead
from wanli.domains.checklists.operations.match import start_list
from wanli.domains.checklists.operations.take_in import (
    Letter,
    say_columns,
    take_in_list,
)
from wanli.domains.checklists.operations.tell import tell
from wanli.domains.checklists.queries import asked_at, leads
from wanli.domains.people.operations.register_many import NewPerson
from wanli.domains.places.queries import area_of
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

POLICE, TRANSPORT = "派出所", "交通委"
STRANGER = ("覃远行", "", "15400000034")
HEARD = (
    ("昨晚有一家人拖着行李进来,带着孩子。", "东门", "seen"),
    ("一辆外地车停了两天,车里有被褥。", "地下车库", "plate"),
    ("隔壁空了半年的房子亮灯了。", "五楼", "neighbour"),
    ("火车站来电:有两人下车说住在这里。", "", "office"),
)
ORIGINS = ("河南信阳", "安徽合肥", "浙江温州", "江苏南通")


def send_lists(access: Access, people: Sequence[NewPerson], home: str) -> int:
    """Lists for the committee of the home at ``home``, about its people; how many rows."""
    area = area_of(home)
    label = area.rpartition(".")[2]
    known = [
        one
        for one in people
        if one.id_number and one.lives_at and one.lives_at[1].startswith(area + ".")
    ]
    asked = known[20:32]
    with clock.frozen(clock.now() - timedelta(days=5)):
        before = _sent(access, label, POLICE, _of_the_police(asked), "在沪人员协查")
        _answered(access, area)
        hand_back(access=access, list_id=before)
    _sent(access, label, POLICE, _of_the_police(asked), "在沪人员协查")
    rows = [
        [one.name, one.id_number if n % 2 else "", one.phones[0] if one.phones else "", "", "", ""]
        for n, one in enumerate(known[40:48])
    ]
    rows[0][0] = "覃" + rows[0][0][1:]
    rows[0][1] = known[40].id_number
    rows.append([*STRANGER, "", "", ""])
    head = ["姓名", "证件号码", "手机号码", "来自何地", "是否在本社区", "备注"]
    _sent(access, label, TRANSPORT, [["外省车辆随车人员核查表"], head, *rows], "外省车辆随车人员")
    return 2 * len(asked) + len(rows)


def _of_the_police(people: Sequence[NewPerson]) -> list[list[str]]:
    head = ["序号", "姓名", "身份证号", "是否在管", "核酸结果", "核查日期", "备注"]
    rows = [[str(n), one.name, one.id_number, "", "", "", ""] for n, one in enumerate(people, 1)]
    return [["关于协查人员的通知(请于当日 20:00 前反馈)"], head, *rows]


def _sent(
    access: Access, label: str, sender: str, rows: Sequence[Sequence[str]], about: str
) -> UUID:
    due = clock.now() + timedelta(hours=3)
    found = take_in_list(
        access=access, label=label, content=_workbook(rows), file_name=f"{about}.xlsx",
        letter=Letter(sender, due, about),
    )  # fmt: skip
    say_columns(access=access, list_id=found.pk, columns=[])
    start_list(access=access, list_id=found.pk)
    return found.pk


def _answered(access: Access, area: str) -> None:
    random = Random(23)
    for one in asked_at([area]):
        said = {"test": random.choice(("阴性", "阴性", "未做"))}
        told = {question.key: said.get(question.key, "不清楚") for question in one.questions}
        tell(access=access, match_id=one.match.pk, told=told)


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # here: a start needs no workbook

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("名单")
    head = book.add_format({"bold": True, "bg_color": "#FFD9B3", "border": 1})
    cell = book.add_format({"border": 1})
    page.write_string(0, 0, rows[0][0], book.add_format({"bold": True}))
    for number, row in enumerate(rows[1:], 1):
        for column, said in enumerate(row):
            page.write(number, column, said, head if number == 1 else cell)
    page.set_column(1, len(rows[1]), 16)
    book.close()
    return stream.getvalue()


def hear_of(access: Access, places: Sequence[str]) -> int:
    """Leads at the places with these labels; how many there are."""
    for number, (what, where, how) in enumerate(HEARD):
        hours = (30, 3, 1, 26)[number]
        with clock.frozen(clock.now() - timedelta(hours=hours)):
            heard = Heard(what, where, how)
            label = places[number % len(places)]
            lead = report_lead(access=access, label=label, lead_id=uuid7(), heard=heard)
        if number == 3:
            note = "上门看过,住的是老住户的女儿一家,已登记。"
            clear_lead(access=access, lead_id=lead.pk, outcome="known", note=note)
    climb()
    return len(HEARD)


def look_into_one(random: Random, access: Access) -> bool:
    """Somebody of a committee clears a lead; or asks whom a list asks about."""
    asked = asked_at([ROOT], at_most=20)
    if asked and random.random() < 0.7:
        one = random.choice(asked)
        told = {
            question.key: "yes" if question.yes_no else random.choice(ORIGINS)
            for question in one.questions
        }
        tell(access=access, match_id=one.match.pk, told=told)
        return True
    lead = leads([ROOT]).first()
    if lead is None:
        return False
    outcome = random.choice(("lives_here", "known", "left"))
    clear_lead(access=access, lead_id=lead.pk, outcome=outcome)
    return True
