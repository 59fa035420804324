"""A home's own pages: /r/TOKEN/. Short, for it is printed and sometimes typed."""

from django.urls import path

from wanli.web.resident import certificate, door, errands, mending, notice, sending, views

app_name = "resident"
urlpatterns = [
    path("r/<str:token>/", views.home, name="home"),
    path("r/<str:token>/open/", views.knock, name="open"),
    path("r/<str:token>/report/", views.report, name="report"),
    path("r/<str:token>/errands/", errands.page, name="errands"),
    path("r/<str:token>/errands/<uuid:request_id>/cancel/", errands.call_off, name="cancel_errand"),
    path("r/<str:token>/errands/items/<uuid:item_id>/", errands.answer, name="answer_swap"),
    path("r/<str:token>/uploads/", sending.begin, name="uploads"),
    path("r/<str:token>/uploads/<uuid:upload_id>/", sending.one, name="upload"),
    path("r/<str:token>/door/", door.page, name="door"),
    path("r/<str:token>/notice/", notice.page, name="notice"),
    path("r/<str:token>/certificate/<uuid:case_id>/", certificate.fetch, name="certificate"),
    path("r/<str:token>/mend/<uuid:check_id>/", mending.page, name="mend"),
]
