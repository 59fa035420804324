"""Keeping in touch with every home."""

from django.urls import path

from wanli.web.desk.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.listed, name="list"),
    path("coverage/", views.coverage, name="coverage"),
    path("at/<slug:label>/", views.home, name="home"),
    path("at/<slug:label>/record/", views.record, name="record"),
    path("<uuid:contact_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:contact_id>/seen/", views.seen, name="seen"),
]
