"""Posters of a whole subdistrict's stairwells, against WeasyPrint on the same content."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape

import pylopdf_fonts_zh_cn
from django.db import transaction

from tests.benches.bench import Result, Site
from wanli.domains.places.models import Place
from wanli.domains.postings.operations.issue import issue_notices
from wanli.domains.postings.queries import Posted, posted_below
from wanli.domains.postings.typesetting import as_pdf
from wanli.domains.postings.wording import said_of_homes
from wanli.ground.codes import qr_of
from wanli.kernel import clock
from wanli.kernel.access import Access

POSTERS = 1500
SAMPLE = 20
"""So many posters WeasyPrint is given: it needs more than a second for them."""
STYLE = """@page { size: A4; margin: 15mm 16mm }
body { font: 22pt "Noto Sans SC"; color: #1c1a16 } h1, h2 { font-family: "Noto Serif SC" }
h1 { font-size: 50pt; border-bottom: 2.4pt solid; margin: 0 } h2 { color: #a92d1b; font-size: 30pt }
table { width: 100%; border-collapse: collapse }
td { border-bottom: .8pt solid #8b857a; padding: 3mm 0 }
section { break-after: page } svg { width: 46mm; height: 46mm }"""


def measure(site: Site) -> Result:
    with transaction.atomic():
        street = Place.objects.filter(kind="subdistrict")[0]
        issue_notices(access=Access.system(), label=street.label)
    began = time.perf_counter()
    with transaction.atomic():
        posted = posted_below(street.path)
    posted = (posted * (POSTERS // len(posted) + 1))[:POSTERS]
    as_pdf(posted, paper="a4", opened_at=_address, tell=lambda done, total: None)
    seconds = time.perf_counter() - began
    ours, theirs = POSTERS / seconds, _weasyprint(posted[:SAMPLE])
    return Result(
        "posters", "posters/s", round(ours, 1), round(theirs, 1), round(ours / theirs, 1), POSTERS,
        f"{POSTERS} posters in {seconds:.1f} s, from the books to one PDF; baseline: WeasyPrint"
        f" typesetting {SAMPLE} of the same",
    )  # fmt: skip


def _address(code: str) -> str:
    return f"http://localhost/n/{code}/"


def _weasyprint(posted: Sequence[Posted]) -> float:
    """Posters a second. WeasyPrint is for this bench alone (requirements/bench.lock), and wants
    Debian's libpango."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("file://{file}") }}'
        for family, file in (
            ("Noto Sans SC", pylopdf_fonts_zh_cn.sans_path()),
            ("Noto Serif SC", pylopdf_fonts_zh_cn.serif_path()),
        )
    )
    began = time.perf_counter()
    fonts = FontConfiguration()
    style = CSS(string=faces + STYLE, font_config=fonts)
    HTML(string="".join(map(_html, posted))).write_pdf(stylesheets=[style], font_config=fonts)
    return len(posted) / (time.perf_counter() - began)


def _html(one: Posted) -> str:
    said = said_of_homes(one.told)
    homes = f"<p>居家观察 <b>{said.line}</b> {said.detail}</p>" if said else ""
    rows = "".join(
        f"<tr><td>{escape(r.name)}<td>{clock.local(r.due_at):%H:%M}<td>{r.team}<td>□"
        for r in one.routines
    )
    head = f"<h2>楼道公示</h2><h1>{escape(one.address)}</h1>"
    return f"<section>{head}{homes}<table>{rows}</table>{qr_of(_address(one.code))}</section>"
