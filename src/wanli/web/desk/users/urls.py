"""Accounts: /users/; signing in by card: /card/TOKEN/."""

from django.urls import path

from wanli.web.desk.users import cards, views

app_name = "users"
urlpatterns = [
    path("users/<uuid:user_id>/", views.user, name="user"),
    path("users/<uuid:user_id>/password/", views.password, name="password"),
    path("users/<uuid:user_id>/active/", views.active, name="active"),
    path("users/<uuid:user_id>/card/", cards.issue, name="issue"),
    path("users/<uuid:user_id>/card/revoke/", cards.revoke, name="revoke"),
    path("users/cards/<slug:label>/", cards.issue_below, name="issue_below"),
    path("card/<str:token>/", cards.sign_in, name="sign_in"),
]
