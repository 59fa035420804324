"""Today: the first page."""

from django.urls import path

from wanli.web.desk.today import views

app_name = "today"
urlpatterns = [path("", views.page, name="page")]
