"""Stairwell notices."""

from django.urls import path

from wanli.web.desk.postings import views

app_name = "postings"
urlpatterns = [path("<slug:label>/", views.posters, name="print")]
