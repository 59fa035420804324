"""People and homes: /people/, /homes/LABEL/."""

from django.urls import path

from wanli.web.desk.people import changes, duplicates, views

app_name = "people"
urlpatterns = [
    path("people/", views.people_list, name="list"),
    path("people/export/", views.export, name="export"),
    path("people/duplicates/", duplicates.pairs, name="duplicates"),
    path("people/merges/<uuid:merge_id>/undo/", duplicates.undo, name="undo_merge"),
    path("people/<uuid:person_id>/merge/<uuid:other_id>/", duplicates.merge_pair, name="merge"),
    path(
        "people/<uuid:person_id>/different/<uuid:other_id>/",
        duplicates.different,
        name="different",
    ),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/open/", views.open_person, name="open"),
    path("people/<uuid:person_id>/marks/", views.marks, name="marks"),
    path("people/<uuid:person_id>/move-out/", views.leave, name="move_out"),
    path("people/<uuid:person_id>/correct/", changes.correct_person, name="correct"),
    path("people/<uuid:person_id>/lives/", changes.residence, {"side": "actual"}, name="lives"),
    path(
        "people/<uuid:person_id>/registered/",
        changes.residence,
        {"side": "registered"},
        name="registered",
    ),
    path("homes/", views.homes, name="homes"),
    path("homes/<slug:label>/", views.home, name="home"),
    path("homes/<slug:label>/add/", changes.add, name="add"),
    path("homes/<slug:label>/move-in/", changes.move_in_found, name="move_in"),
    path("homes/<slug:label>/use/", views.home_use, name="home_use"),
]
