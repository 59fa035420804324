"""Lists as files: exactly as filtered and permitted, under names that say nothing."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.people.models import Person
from wanli.domains.people.operations.register import Newcomer, register
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.ground.tables import ENDINGS, write
from wanli.kernel.access import Access
from wanli.kernel.masking import mask_name

KEEPERS = ("committee_secretary", "committee_worker", "other_worker")


def _rows(answer: Any, ending: str) -> list[list[str]]:
    """What a spreadsheet program shows of a download, its headings first."""
    if ending == "json":
        listed = json.loads(answer.content)
        return [list(listed[0]), *(list(map(str, row.values())) for row in listed)]
    if ending == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [["" if c is None else str(c) for c in row] for row in page.iter_rows(values_only=True)]


def _download(world: World, key: str, url: str, ending: str = "xlsx") -> list[list[str]]:
    joined = f"{url}{'&' if '?' in url else '?'}file={ending}"
    answer = world.client(key).get(joined)
    assert answer.status_code == 200, joined
    assert answer["Content-Type"] == ENDINGS[ending]
    assert answer["Cache-Control"] == "no-store"
    return _rows(answer, ending)


def _shown(world: World, key: str, url: str) -> list[str]:
    """The names on every page of the list."""
    found: list[str] = []
    number, pages = 1, 1
    while number <= pages:
        page = world.client(key).get(f"{url}{'&' if '?' in url else '?'}page={number}").context
        found += [line.name + line.address for line in page["lines"]]
        number, pages = number + 1, page["page"].paginator.num_pages
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("filters", ["", "?mark=elderly_alone", "?registered=elsewhere"])
@pytest.mark.parametrize("key", KEEPERS)
def test_people_are_exported_as_they_are_listed(
    world: World, key: str, filters: str, ending: str
) -> None:
    shown = _shown(world, key, f"/people/{filters}")
    rows = _download(world, key, f"/people/{filters}", ending)[1:] if shown else []
    assert [row[1] + row[0] for row in rows] == shown


def test_an_export_is_logged_with_what_it_was_narrowed_by(world: World) -> None:
    compound = world.stairwell.path.rsplit(".", 2)[0].rsplit(".", 1)[-1]
    rows = _download(world, "committee_worker", f"/people/?place={compound}&mark=any")
    opening = Opening.objects.latest("logged_at")
    assert (opening.user_name, opening.count) == (
        world.users["committee_worker"].name, len(rows) - 1,
    )  # fmt: skip
    assert "所有重点对象" in opening.reason


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("stairwell_leader", "/people/"), ("leading_group_head", "/people/"),
        ("cadre", "/homes/"), ("grid_worker", "/homes/"),
    ],
)  # fmt: skip
def test_who_may_look_may_not_always_take_away(world: World, key: str, url: str) -> None:
    page = world.client(key).get(url)
    assert page.status_code == 200
    assert "file=xlsx" not in page.content.decode()
    before = Opening.objects.count()
    assert world.client(key).get(f"{url}?file=xlsx").status_code == 404
    assert Opening.objects.count() == before


def _campaign(world: World) -> str:
    return f"/canvass/{world.campaign.pk}/?which=all"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("key", "url", "context"),
    [
        ("committee_worker", "/homes/?use=let", "page"),
        ("leading_group_head", "/posts/", "page"),
        ("inspector", "/posts/?vacant=1", "page"),
        ("stairwell_leader", "/canvass/coverage/", "lines"),
        ("committee_secretary", "/contacts/coverage/", "page"),
        ("privacy_officer", "/audit/", "page"),
        ("committee_worker", "/imports/", "rosters"),
        ("inspector", "/places/{compound}/", "children"),
        ("committee_worker", "/people/duplicates/", "page"),
        ("committee_secretary", "campaign", "page"),
    ],
)
def test_every_list_is_a_file_too(
    world: World, key: str, url: str, context: str, ending: str
) -> None:
    home = world.home(world.stairwell)
    for name in ("周小芳", "周晓芳"):
        register(access=Access.system(), label=home.label, newcomer=Newcomer(name=name))
    upload = io.BytesIO("姓名,手机,地址\n周小芳,15400000001,1-1-101\n".encode())
    upload.name = "a.csv"
    worker = world.client("committee_worker")
    place = worker.get("/imports/").context["form"].fields["label"].choices[0][0]
    worker.post("/imports/", {"file": upload, "label": place})
    worker.post(f"/people/{world.person(world.stairwell).pk}/open/", {"reason": "核对"})
    compound = world.stairwell.path.rsplit(".", 2)[0].rsplit(".", 1)[-1]
    url = _campaign(world) if url == "campaign" else url.format(compound=compound)
    listed = world.client(key).get(url).context[context]
    expected = listed.paginator.count if context == "page" else len(listed)
    assert expected > 0
    assert len(_download(world, key, url, ending)) == expected + 1


@pytest.mark.parametrize("ending", ["exe", "xls", "XLSX", "../x"])
def test_there_is_no_file_of_another_kind(world: World, ending: str) -> None:
    answer = world.client("committee_worker").get("/people/", {"file": ending})
    assert answer.status_code == 404


def _clear(world: World, key: str, **sent: str) -> Any:
    return world.client(key).post(f"/people/export/?place={world.stairwell.label}", sent)


@pytest.mark.parametrize("ending", ENDINGS)
def test_in_the_clear_only_with_a_reason_and_logged(world: World, ending: str) -> None:
    refused = _clear(world, "committee_worker", reason=" ", ending=ending)
    assert refused.status_code == 422
    assert "请写明" in refused.context["error"]
    answer = _clear(world, "committee_worker", reason="核对名册", ending=ending)
    rows = _rows(answer, ending)[1:]
    people = Person.objects.filter(path__within=world.stairwell.path, left_on=None)
    expected = {
        (p.name, keyring().open(DOCUMENT, p.id_cipher) if p.id_cipher else "") for p in people
    }
    assert {(row[1], row[5]) for row in rows} == expected
    opening = Opening.objects.latest("logged_at")
    assert (opening.what, opening.reason) == ("list, in the clear", "核对名册")
    assert opening.count == len(rows)
    assert not any(p.name in answer["Content-Disposition"] for p in people)


def test_masked_means_masked(world: World) -> None:
    person = world.person(world.stairwell)
    said = json.dumps(_download(world, "committee_worker", "/people/"), ensure_ascii=False)
    assert person.name not in said
    assert mask_name(person.name) in said


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_no_cell_becomes_a_formula(ending: str) -> None:
    stream = io.BytesIO()
    assert write(stream, ending, ["a", "b"], [[cell, -1] for cell in DANGEROUS]) == 6
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
        assert [row[0] for row in rows[1:]] == [f"'{cell}" for cell in DANGEROUS]
        return
    page = load_workbook(io.BytesIO(stream.getvalue())).worksheets[0]
    assert {row[0].data_type for row in page.iter_rows(min_row=2)} <= {"s", "inlineStr"}
    assert {row[1].value for row in page.iter_rows(min_row=2)} == {-1}
