"""One box: /search/."""

from django.urls import path

from wanli.web.desk.search import views

app_name = "search"
urlpatterns = [path("", views.page, name="page")]
