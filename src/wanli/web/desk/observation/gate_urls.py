"""The gate."""

from django.urls import path

from wanli.web.desk.observation import leaving

app_name = "gate"
urlpatterns = [
    path("", leaving.gate, name="page"),
    path("<uuid:leave_id>/left/", leaving.left, name="left"),
    path("<uuid:leave_id>/back/", leaving.back, name="back"),
]
