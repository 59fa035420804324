"""Maps in: /maps/."""

from django.urls import path

from wanli.web.desk.maps import views

app_name = "maps"
urlpatterns = [
    path("", views.sheet_list, name="list"),
    path("schematic/", views.schematic, name="schematic"),
    path("<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("<uuid:sheet_id>/assign/", views.assign, name="assign"),
    path("<uuid:sheet_id>/write/", views.write, name="write"),
    path("<uuid:sheet_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:sheet_id>/undo/", views.undo, name="undo"),
]
