"""From door to door: /canvass/."""

from django.urls import path

from wanli.web.desk.canvass import keyboard, paper, views

app_name = "canvass"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("start/", views.start, name="start"),
    path("coverage/", views.coverage, name="coverage"),
    path("<uuid:campaign_id>/", views.doors, name="doors"),
    path("<uuid:campaign_id>/close/", views.close, name="close"),
    path("<uuid:campaign_id>/print/", paper.print_form, name="print"),
    path("sheets/<str:code>/", keyboard.sheet, name="sheet"),
    path("doors/<uuid:door_id>/", views.door, name="door"),
]
