"""Whether a certificate is good, for anybody: /c/CODE/. Short, for it is printed."""

from django.urls import path

from wanli.web.certificate import views

app_name = "certificate"
urlpatterns = [path("c/<slug:code>/", views.page, name="page")]
