"""Addresses that devices send to (docs/webhooks.md)."""

from django.urls import path

from wanli.web.hooks import doors

app_name = "hooks"
urlpatterns = [path("doors/", doors.receive, name="doors")]
