"""Key areas and classes of returnees."""

from django.urls import path

from wanli.web.desk.sorting import classes, moved, notices, overview, views

app_name = "sorting"
urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("areas/notices/", notices.notices, name="notices"),
    path("areas/notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("areas/notices/<uuid:notice_id>/change/", notices.change, name="change"),
    path("areas/notices/<uuid:notice_id>/propose/", notices.propose, name="propose"),
    path("areas/notices/<uuid:notice_id>/adopt/", notices.adopt, name="adopt"),
    path("areas/notices/<uuid:notice_id>/drop/", notices.drop, name="drop"),
    path("classes/", classes.classes, name="classes"),
    path("classes/overview/", overview.overview, name="overview"),
    path("classes/near/", overview.near, name="near"),
    path("classes/moved/", moved.moved, name="moved"),
    path("classes/unasked/", moved.unasked, name="unasked"),
    path("classes/unasked/<uuid:verdict_id>/", moved.decide, name="decide_unasked"),
    path("classes/again/", classes.again, name="again"),
    path("classes/of/<uuid:returnee_id>/", classes.person, name="person"),
]
