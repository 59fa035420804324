"""Daily routines."""

from django.urls import path

from wanli.web.desk.routines import photos, views

app_name = "routines"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("record/", views.record, name="record"),
    path("<uuid:check_id>/", views.check, name="check"),
    path("<uuid:check_id>/photo/", photos.add, name="add_photo"),
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("photos/<uuid:photo_id>/remove/", photos.remove, name="remove_photo"),
]
