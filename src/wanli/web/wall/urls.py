"""The wall map: /wall/."""

from django.urls import path

from wanli.web.wall import views
from wanli.web.wall.live import stream

app_name = "wall"
urlpatterns = [
    path("wall/", views.wall, name="map"),
    path("wall/big/", views.big, name="big"),
    path("wall/features.json", views.features, name="features"),
    path("wall/figures.json", views.figures_json, name="figures"),
    path("wall/chart.pdf", views.paper, name="chart"),
    path("live/wall", stream, name="live"),
]
