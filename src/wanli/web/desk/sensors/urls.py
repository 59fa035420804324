"""Door sensors, and what is asked about openings."""

from django.urls import path

from wanli.web.desk.sensors import questions, views

app_name = "sensors"
urlpatterns = [
    path("", views.hanging, name="list"),
    path("questions/", questions.listed, name="questions"),
    path("questions/<uuid:question_id>/", questions.question, name="question"),
    path("questions/<uuid:question_id>/call/", questions.call, name="call"),
    path("questions/<uuid:question_id>/answer/", questions.answer, name="answer"),
    path("<uuid:sensor_id>/secret/", views.replace, name="replace"),
    path("<uuid:sensor_id>/down/", views.down, name="down"),
    path("at/<slug:label>/", views.home, name="home"),
]
