"""Ways for rounds."""

from django.urls import path

from wanli.web.desk.errands import routes

app_name = "routes"
urlpatterns = [
    path("", routes.waiting, name="waiting"),
    path("plan/", routes.planned, name="plan"),
]
