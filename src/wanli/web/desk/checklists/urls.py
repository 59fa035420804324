"""Lists from above: /lists/, whom they ask about: /list-calls/, leads: /leads/."""

from django.urls import path

from wanli.web.desk.checklists import calls, leads, rows, views

app_name = "checklists"
urlpatterns = [
    path("lists/", views.listed, name="lists"),
    path("lists/answered/", views.answered, name="answered"),
    path("lists/<uuid:list_id>/", views.one, name="list"),
    path("lists/<uuid:list_id>/columns/", views.columns, name="columns"),
    path("lists/<uuid:list_id>/file/", views.file, name="file"),
    path("lists/<uuid:list_id>/back/", views.back, name="back"),
    path("lists/<uuid:list_id>/drop/", views.drop, name="drop"),
    path("lists/rows/<uuid:row_id>/", rows.row, name="row"),
    path("leads/", leads.listed, name="leads"),
    path("leads/<uuid:lead_id>/", leads.one, name="lead"),
    path("leads/<uuid:lead_id>/again/", leads.again, name="lead_again"),
    path("list-calls/", calls.listed, name="calls"),
    path("list-calls/<uuid:match_id>/", calls.one, name="call"),
    path("list-calls/<uuid:match_id>/who/", calls.who, name="who"),
    path("list-calls/<uuid:match_id>/told/", calls.told, name="told"),
]
