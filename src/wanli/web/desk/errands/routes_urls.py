"""Ways for rounds."""

from django.urls import path

from wanli.web.desk.errands import routes

app_name = "routes"
urlpatterns = [
    path("", routes.waiting, name="waiting"),
    path("found/<uuid:job_id>/", routes.found, name="found"),
    path("plan/", routes.planned, name="plan"),
]
