"""One's own account: /account/mine/; signing in to the demo: /demo/."""

from django.urls import path, re_path

from wanli.web.desk.account import views

NO_MAIL = "^account/(?:email|confirm-email|password/reset)/"
"""The library's pages about mail: nobody here has an address."""
app_name = "account_own"
urlpatterns = [
    path("account/mine/", views.mine, name="mine"),
    path("account/devices/<int:session_id>/end/", views.end_device, name="end_device"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    re_path(NO_MAIL, views.no_mail, name="no_mail"),
    path("demo/sign-in/<str:token>/", views.demo_sign_in, name="demo"),
]
