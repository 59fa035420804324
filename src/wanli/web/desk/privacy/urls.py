"""What is deleted when, and what was: /privacy/."""

from django.urls import path

from wanli.web.desk.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.page, name="page"),
    path("response/<slug:label>/", views.response, name="response"),
    path("response/<slug:label>/resume/", views.resume, name="resume"),
]
