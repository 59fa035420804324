"""Who looked at what: /audit/"""

from django.urls import path

from wanli.web.desk.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.openings, name="openings"),
    path("seals/", views.seals, name="seals"),
    path("seals/verify/", views.verify_seals, name="verify"),
]
