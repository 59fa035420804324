"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wanli.kernel.access import Access


def shell(request: HttpRequest) -> dict[str, Any]:
    """The reader's rights and preferences."""
    return {"access": getattr(request, "access", Access())}
