"""Posts: /posts/."""

from django.urls import path

from wanli.web.desk.posts import views

app_name = "posts"
urlpatterns = [
    path("", views.chart, name="chart"),
    path("roles/", views.roles, name="roles"),
]
