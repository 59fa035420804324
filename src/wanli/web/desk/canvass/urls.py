"""From door to door: /canvass/."""

from django.urls import path

from wanli.web.desk.canvass import keyboard, offline, paper, together, views

app_name = "canvass"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("start/", views.start, name="start"),
    path("coverage/", views.coverage, name="coverage"),
    path("<uuid:campaign_id>/", views.doors, name="doors"),
    path("<uuid:campaign_id>/close/", views.close, name="close"),
    path("<uuid:campaign_id>/print/", paper.print_form, name="print"),
    path("<uuid:campaign_id>/together/", together.together, name="together"),
    path("sheets/", keyboard.sheets, name="sheets"),
    path("sheets/photos/<uuid:photo_id>/", keyboard.photo, name="photo"),
    path("sheets/<str:code>/", keyboard.sheet, name="sheet"),
    path("sheets/<str:code>/rows/", keyboard.row, name="row"),
    path("sheets/<str:code>/undo/", keyboard.undo, name="undo"),
    path("sheets/<str:code>/photo/", keyboard.add_photo, name="add_photo"),
    path("worker.js", offline.worker, name="worker"),
    path("offline.json", offline.manifest, name="offline"),
    path("no-network/", offline.no_network, name="no_network"),
    path("doors/<uuid:door_id>/", views.door, name="door"),
]
