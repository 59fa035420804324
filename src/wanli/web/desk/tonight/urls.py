"""Tonight."""

from django.urls import path

from wanli.web.desk.tonight import views

app_name = "tonight"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:post_id>/call/", views.call, name="call"),
    path("<uuid:post_id>/remind/", views.remind, name="remind"),
]
