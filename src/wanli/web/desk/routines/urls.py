"""Daily routines."""

from django.urls import path

from wanli.web.desk.routines import views

app_name = "routines"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("record/", views.record, name="record"),
    path("<uuid:check_id>/", views.check, name="check"),
]
