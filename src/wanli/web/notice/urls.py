"""A stairwell's notice, for anybody: /n/CODE/. Short, for it is printed."""

from django.urls import path

from wanli.web.notice import remarks, views

app_name = "notice"
urlpatterns = [
    path("n/<slug:code>/", views.page, name="page"),
    path("n/<slug:code>/say/", remarks.say, name="say"),
    path("n/<slug:code>/answer/", remarks.ask, name="ask"),
    path("n/<slug:code>/answer/<slug:secret>/", remarks.mine, name="mine"),
]
