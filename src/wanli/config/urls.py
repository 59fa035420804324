"""All addresses: one line a screen."""

from __future__ import annotations

from django.urls import include, path

from wanli.web import errors, health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("audit/", include("wanli.web.desk.audit.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
