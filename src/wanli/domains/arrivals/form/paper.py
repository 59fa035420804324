"""The form on paper: its boxes by figures and letters, and what was ticked as the page has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.form.typed import (
    TEST,
    VACCINATION,
    Fault,
    Faulty,
    Terms,
    noop,
    understood,
)

PEOPLE, STAYS = 4, 3
"""That one sheet has room for; more people take a second sheet."""
HOW = ("train", "flight", "coach", "car", "ship", "other")
"""In the order of their boxes."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The first for contact with a case, the others for symptoms; none that is taken for a figure."""
PASSED, ABROAD = "1", "2"
NONE, SOME = "1", "2"
NO_BOX = noop("纸上没有“{said}”,只有 1 到 {last}。")
NO_LETTER = noop("纸上没有“{said}”,只有 A 到 {last}。")
# Fields of the page that are others on paper.
_SAID_AT = {"transport": "how", "plate": "number", "words": "room"}


def told_on_paper(typed: Mapping[str, str], terms: Terms, symptoms: Sequence[str]) -> Told:
    """What stands on a sheet. ``symptoms``: keys in the order of their letters.

    Raises ``Faulty`` with everything that is wrong, at the fields of the sheet.
    """
    page, odd = _as_page(typed, terms, symptoms)
    try:
        told = understood(page, terms)
    except Faulty as faulty:
        faults = {_SAID_AT.get(name, name): fault for name, fault in faulty.faults.items()}
        raise Faulty(faults | odd, faulty.choices) from None
    if odd:
        raise Faulty(odd)
    return told


def plain(said: str) -> str:
    """Figures and letters as they are meant: neither wide nor small, no blanks, no commas."""
    return re.sub(r"[\s,,、.。;;/]", "", unicodedata.normalize("NFKC", said)).upper()


def _as_page(
    typed: Mapping[str, str], terms: Terms, symptoms: Sequence[str]
) -> tuple[dict[str, str], dict[str, Fault]]:
    odd: dict[str, Fault] = {}
    page = {name: said for name, said in typed.items() if not name.endswith("-marks")}
    page["transport"] = _box(typed, "how", HOW, odd)
    if page["transport"] == "car":
        page["plate"] = page.pop("number", "")
    if page.get("building", "").startswith("-"):
        page["words"] = page.pop("room", "")
    for n in range(1, STAYS + 1):
        ticked = _marks(typed, f"s{n}-marks", PASSED + ABROAD, odd)
        page |= {f"s{n}-passed": "1"} if PASSED in ticked else {}
        page |= {f"s{n}-abroad": "1"} if ABROAD in ticked else {}
    letters = dict(zip(LETTERS, ("contact", *(f"s-{key}" for key in symptoms)), strict=False))
    some = False
    for n in range(1, PEOPLE + 1):
        ticked = _marks(typed, f"p{n}-marks", "".join(letters), odd)
        page |= {f"p{n}-{letters[letter]}": "1" for letter in ticked}
        some = some or bool(ticked)
        for name, values, asked in (
            (f"p{n}-vaccination", VACCINATION, terms.vaccination),
            (f"p{n}-test", TEST, terms.test),
        ):
            page[name] = _box(typed, name, values, odd) if asked else ""
        if typed.get(f"p{n}-born", "").strip() and not typed.get(f"p{n}-document", "").strip():
            page[f"p{n}-kind"] = "none"
    said = _box(typed, "health", ("no", "yes"), odd)
    page["health"] = "yes" if some else said
    for question in terms.questions:
        if question.kind == "choice":
            name = f"q-{question.key}"
            page[name] = _box(typed, name, question.choices, odd)
    return page, odd


def _box(typed: Mapping[str, str], name: str, values: Sequence[str], odd: dict[str, Fault]) -> str:
    """The value of the box with this figure; nothing where nothing was ticked."""
    said = plain(typed.get(name, ""))
    if not said:
        return ""
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(values):
        return values[int(said) - 1]
    odd[name] = Fault(NO_BOX, {"said": said[:10], "last": len(values)})
    return ""


def _marks(typed: Mapping[str, str], name: str, allowed: str, odd: dict[str, Fault]) -> str:
    said = plain(typed.get(name, ""))
    if wrong := next((one for one in said if one not in allowed), ""):
        message = NO_BOX if allowed[0].isdigit() else NO_LETTER
        odd[name] = Fault(message, {"said": wrong, "last": allowed[-1]})
    return "".join(one for one in said if one in allowed)
