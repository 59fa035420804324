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
