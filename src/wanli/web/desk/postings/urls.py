"""Stairwell notices, and what residents say to them."""

from django.urls import path

from wanli.web.desk.postings import remarks, views

app_name = "postings"
urlpatterns = [
    path("remarks/", remarks.remarks, name="remarks"),
    path("remarks/<uuid:remark_id>/", remarks.remark, name="remark"),
    path("remarks/<uuid:remark_id>/answer/", remarks.answer, name="answer"),
    path("remarks/<uuid:remark_id>/aside/", remarks.aside, name="aside"),
    path("remarks/<uuid:remark_id>/again/", remarks.again, name="again"),
    path("remarks/<uuid:remark_id>/contact/", remarks.contact, name="contact"),
    path("<slug:label>/", views.posters, name="print"),
]
