"""Posts: /posts/."""

from django.urls import path

from wanli.web.desk.posts import changes, views

app_name = "posts"
urlpatterns = [
    path("", views.chart, name="chart"),
    path("roles/", views.roles, name="roles"),
    path("at/<slug:label>/new/", changes.establish, name="establish"),
    path("<uuid:seat_id>/", changes.seat, name="seat"),
    path("<uuid:seat_id>/appoint/", changes.appoint, name="appoint"),
    path("<uuid:seat_id>/abolish/", changes.abolish, name="abolish"),
    path("end/<uuid:post_id>/", changes.end, name="end"),
]
