"""Places: /places/LABEL/."""

from django.urls import path

from wanli.web.desk.places import views

app_name = "places"
urlpatterns = [
    path("", views.top, name="top"),
    path("<slug:label>/", views.place, name="place"),
    path("<slug:label>/move/", views.move, name="move"),
]
