"""A stairwell's notice, for anybody: /n/CODE/. Short, for it is printed."""

from django.urls import path

from wanli.web.notice import views

app_name = "notice"
urlpatterns = [path("n/<slug:code>/", views.page, name="page")]
