"""Paper: a typst template and data in, a PDF out.

What people typed reaches the template as data, never as markup, so no name or remark can break
a page or run in it. Only the fonts of the wheel are used: a page looks the same on any machine.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pylopdf_fonts_zh_cn
import typst

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
"""Noto Sans SC and Noto Serif SC, regular weight each."""
PART = 120
"""Pages set at a time: the time for one grows with their number (docs/decisions/0017)."""
AT_ONCE = min(4, os.cpu_count() or 1)
"""Parts that are set at the same time."""
Page = TypeVar("Page")
FACES = ("Noto Sans SC", "Noto Serif SC")


def pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """The pages of ``template`` filled with ``data``.

    The template reads ``json(bytes(sys.inputs.data))``; it may read files beside itself and
    nothing else. ``data`` must be plain JSON; lazy strings are taken for what they say now.
    """
    return _set(template, _said(data))


def _said(data: Mapping[str, object]) -> str:
    """As the template reads it; lazy strings speak the language of this thread."""
    return json.dumps(data, ensure_ascii=False, default=str)


@cache
def _fonts() -> typst.Fonts:
    """Opened once: to do so takes as long as ten pages."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _set(template: Path, said: str) -> bytes:
    compiler = typst.Compiler(
        str(template), root=str(template.parent), font_paths=_fonts(), sys_inputs={"data": said}
    )
    # Tags are for reading a PDF aloud; ours are for printing, and twice as fast without.
    set_ = compiler.compile(format="pdf", pdf_tags=False)
    assert isinstance(set_, bytes)
    return set_


def book(
    template: Path,
    data: Mapping[str, object],
    pages: Sequence[Page],
    *,
    draw: Callable[[Page], Mapping[str, object]],
    tell: Callable[[int, int], None],
) -> bytes:
    """One PDF of any number of pages, set in parts: ``data["pages"]`` is as ``draw`` makes them.

    ``tell`` hears how many pages of how many are set, and may raise to stop. While one part is
    drawn here, others are set on the other processors: the library lets go of Python meanwhile.
    """
    from pypdf import PdfWriter  # here: a start needs no paper

    tell(0, len(pages))
    whole = PdfWriter()
    setting: deque[tuple[Future[bytes], int]] = deque()

    def take_first() -> None:
        part, done = setting.popleft()
        whole.append(BytesIO(part.result()))
        tell(done, len(pages))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, len(pages), PART):
            part = pages[start : start + PART]
            said = _said({**data, "pages": [draw(page) for page in part]})
            setting.append((pool.submit(_set, template, said), start + len(part)))
            if len(setting) > AT_ONCE:
                take_first()
        while setting:
            take_first()
    if title := data.get("title"):
        whole.add_metadata({"/Title": str(title)})
    joined = BytesIO()
    whole.write(joined)
    return joined.getvalue()
