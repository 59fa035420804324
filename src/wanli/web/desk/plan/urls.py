"""The response plan: /plan/."""

from django.urls import path

from wanli.web.desk.plan import editing, proposals, views

app_name = "plan"
urlpatterns = [
    path("", views.page, name="page"),
    path("personal/", views.personal, name="personal"),
    path("begin/", editing.begin, name="begin"),
    path("<uuid:version_id>/", views.version, name="version"),
    path("<uuid:version_id>/edit/<slug:section>/", editing.section, name="section"),
    path("<uuid:version_id>/edit/<slug:section>/<slug:key>/", editing.item, name="item"),
    path("<uuid:version_id>/discard/", editing.discard, name="discard"),
    path("<uuid:version_id>/propose/", proposals.propose, name="propose"),
    path("<uuid:version_id>/take-back/", proposals.take_back, name="take_back"),
    path("<uuid:version_id>/adopt/", proposals.adopt, name="adopt"),
]
