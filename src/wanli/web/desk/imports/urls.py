"""Rosters in: /imports/."""

from django.urls import path

from wanli.web.desk.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.roster_list, name="list"),
    path("<uuid:roster_id>/", views.roster, name="roster"),
    path("<uuid:roster_id>/columns/", views.columns, name="columns"),
    path("<uuid:roster_id>/run/", views.start, name="run"),
    path("<uuid:roster_id>/cancel/", views.stop, name="cancel"),
    path("<uuid:roster_id>/undo/", views.take_back, name="undo"),
    path("<uuid:roster_id>/state.json", views.state, name="state"),
    path("<uuid:roster_id>/refused.xlsx", views.refused, name="refused"),
]
