"""A page whose question takes too long is broken off, and says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.world import World


def _slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
    return HttpResponse("late")


def _limit(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [
    path("slow/", _slow),
    path("limit/", _limit),
    path("", include("wanli.config.urls")),
]


pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _a_second(settings: Any) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"page_seconds": 1})


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请选小一点的范围"), ("en", "Choose a smaller part")]
)
def test_it_is_broken_off_and_says_what_to_do(world: World, language: str, said: str) -> None:
    client = world.client("committee_worker")
    answer = client.get("/slow/", headers={"accept-language": language})
    assert answer.status_code == 503
    assert said in answer.content.decode()
    assert client.get("/").status_code == 200


def test_only_a_page_is_limited(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert world.client("committee_worker").get("/limit/").content == b"1s"
