"""Pictures on their way: /uploads/."""

from django.urls import path

from wanli.web.uploads import views

app_name = "uploads"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<uuid:upload_id>/", views.one, name="one"),
]
