"""Places: /places/LABEL/."""

from django.urls import path

from wanli.web.desk.places import changes, views

app_name = "places"
urlpatterns = [
    path("", views.top, name="top"),
    path("<slug:label>/", views.place, name="place"),
    path("<slug:label>/add/", changes.add, name="add"),
    path("<slug:label>/edit/", changes.edit, name="edit"),
    path("<slug:label>/move/", changes.move, name="move"),
    path("<slug:label>/merge/", changes.merge, name="merge"),
    path("<slug:label>/undo-merge/", changes.undo_merge, name="undo_merge"),
    path("<slug:label>/retire/", changes.retire, name="retire"),
]
