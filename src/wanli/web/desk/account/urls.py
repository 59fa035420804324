"""One's own account: /account/mine/; signing in to the demo: /demo/."""

from django.urls import path

from wanli.web.desk.account import views

app_name = "account_own"
urlpatterns = [
    path("account/mine/", views.mine, name="mine"),
    path("account/second-factor/", views.second_factor, name="second_factor"),
    path("demo/sign-in/<str:token>/", views.demo_sign_in, name="demo"),
]
