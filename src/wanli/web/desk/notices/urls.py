"""Messages."""

from django.urls import path

from wanli.web.desk.notices import channels, views

app_name = "notices"
urlpatterns = [
    path("", views.told, name="told"),
    path("mine/", views.mine, name="mine"),
    path("mine/<uuid:message_id>/seen/", views.seen, name="seen"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/<uuid:channel_id>/try/", channels.try_out, name="try"),
    path("channels/<uuid:channel_id>/retire/", channels.retire, name="retire"),
]
