"""Whose rung is whose: from the posts that somebody holds to the readers of the ladder."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.accounts.models import Post
from wanli.domains.notices.models import Whom

_BY_ROLE = {
    "stairwell_leader": Whom.STAIRWELL,
    "committee_secretary": Whom.COMMITTEE,
    "committee_worker": Whom.COMMITTEE,
    "grid_worker": Whom.COMMITTEE,
    "subdistrict_leader": Whom.SUBDISTRICT,
    "leading_group_head": Whom.SUBDISTRICT,
}
IN_CHARGE = "residential"
"""The working group that stands for the subdistrict in all that concerns homes."""


def reader(post: Post) -> Whom | None:
    """As which reader of the ladder the holder of a post is meant; nobody for most."""
    if post.group == IN_CHARGE:
        return Whom.SUBDISTRICT
    return _BY_ROLE.get(post.role)


def readers(posts: Iterable[Post]) -> dict[Whom, list[str]]:
    """The places at which these posts make somebody a reader of each rung."""
    found: dict[Whom, list[str]] = {}
    for post in posts:
        if whom := reader(post):
            found.setdefault(whom, []).append(post.path)
    return found
