"""Counselling."""

from django.urls import path

from wanli.web.desk.observation import counsel

app_name = "counsel"
urlpatterns = [
    path("", counsel.calls, name="calls"),
    path("<uuid:talk_id>/", counsel.talk, name="talk"),
]
