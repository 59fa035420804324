"""The forms on our pages, read as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where it is sent, and what it would send if nobody touched it."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.found.append(Form(said.get("action", ""), said.get("method", "get").lower()))
        if not self.found:
            return
        values = self.found[-1].values
        if tag == "option" and self.select and ("selected" in said or not values[self.select]):
            values[self.select] = said.get("value", "")
        elif tag == "select" and name:
            self.select = name
            values.setdefault(name, "")
        elif tag == "input" and said.get("type") == "file":
            self.found[-1].files.add(name)
        elif tag in ("input", "textarea", "button") and name:
            values.setdefault(name, said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def forms_of(page: bytes) -> list[Form]:
    """Every form on a page."""
    reader = _Reader()
    reader.feed(page.decode())
    return reader.found


class _Filled(HTMLParser):
    """What stands in the inputs: ticked boxes only, text areas with their text, no buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in said or self.select not in self.values):
            self.values[self.select] = said.get("value", "")
        elif tag == "input":
            pick = said.get("type") in ("checkbox", "radio")
            if not pick or "checked" in said:
                self.values[name] = said.get("value", "on" if pick else "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""


def fields_of(page: str) -> dict[str, str]:
    """All that a page's inputs hold, as a browser would send it."""
    reader = _Filled()
    reader.feed(page)
    return {name: value for name, value in reader.values.items() if name != "csrfmiddlewaretoken"}
