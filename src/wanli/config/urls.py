"""All addresses: one line a screen."""

from __future__ import annotations

from django.urls import include, path

from wanli.web import errors, health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("wanli.web.desk.today.urls")),
    path("", include("wanli.web.desk.account.urls")),
    path("account/", include("allauth.urls")),
    path("", include("wanli.web.wall.urls")),
    path("places/", include("wanli.web.desk.places.urls")),
    path("", include("wanli.web.desk.people.urls")),
    path("canvass/", include("wanli.web.desk.canvass.urls")),
    path("observation/", include("wanli.web.desk.observation.urls")),
    path("", include("wanli.web.desk.errands.urls")),
    path("routines/", include("wanli.web.desk.routines.urls")),
    path("routes/", include("wanli.web.desk.errands.routes_urls")),
    path("waste/", include("wanli.web.desk.errands.waste_urls")),
    path("sensors/", include("wanli.web.desk.sensors.urls")),
    path("", include("wanli.web.desk.contacts.urls")),
    path("counsel/", include("wanli.web.desk.observation.counsel_urls")),
    path("gate/", include("wanli.web.desk.observation.gate_urls")),
    path("postings/", include("wanli.web.desk.postings.urls")),
    path("", include("wanli.web.notice.urls")),
    path("", include("wanli.web.arrival.urls")),
    path("arrivals/", include("wanli.web.desk.arrivals.urls")),
    path("", include("wanli.web.desk.checklists.urls")),
    path("", include("wanli.web.certificate.urls")),
    path("hooks/", include("wanli.web.hooks.urls")),
    path("notices/", include("wanli.web.desk.notices.urls")),
    path("tonight/", include("wanli.web.desk.tonight.urls")),
    path("imports/", include("wanli.web.desk.imports.urls")),
    path("uploads/", include("wanli.web.uploads.urls")),
    path("jobs/", include("wanli.web.desk.jobs.urls")),
    path("maps/", include("wanli.web.desk.maps.urls")),
    path("search/", include("wanli.web.desk.search.urls")),
    path("posts/", include("wanli.web.desk.posts.urls")),
    path("", include("wanli.web.desk.users.urls")),
    path("plan/", include("wanli.web.desk.plan.urls")),
    path("", include("wanli.web.desk.sorting.urls")),
    path("audit/", include("wanli.web.desk.audit.urls")),
    path("privacy/", include("wanli.web.desk.privacy.urls")),
    path("", include("wanli.web.resident.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
