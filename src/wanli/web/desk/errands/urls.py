"""Errands: /errands/."""

from django.urls import path

from wanli.web.desk.errands import asking, money, rounds, running, views

app_name = "errands"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("ask/<str:label>/", asking.ask, name="ask"),
    path("standing/<uuid:standing_id>/end/", asking.end, name="end_standing"),
    path("plan/", rounds.plan, name="plan"),
    path("rounds/", rounds.listed, name="rounds"),
    path("rounds/<uuid:round_id>/", running.page, name="round"),
    path("rounds/<uuid:round_id>/take/", running.take_it, name="take"),
    path("rounds/<uuid:round_id>/over/", running.over, name="take_over"),
    path("rounds/<uuid:round_id>/finish/", running.done, name="finish"),
    path("rounds/<uuid:round_id>/give-up/", rounds.give_up, name="give_up"),
    path("rounds/<uuid:round_id>/money/", money.book, name="book"),
    path("rounds/<uuid:round_id>/receipt/", money.receipt, name="receipt"),
    path("receipts/<uuid:receipt_id>/void/", money.void, name="void_receipt"),
    path("items/<uuid:item_id>/swap/", running.swap, name="swap"),
    path("items/<uuid:item_id>/answer/", running.answer, name="answer"),
    path("photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("money/", money.mine, name="money"),
    path("money/home/<str:label>/", money.home, name="home_money"),
    path("<uuid:request_id>/", views.request_page, name="request"),
    path("<uuid:request_id>/cancel/", asking.call_off, name="cancel"),
    path("<uuid:request_id>/photo/", asking.add_photo, name="add_photo"),
    path("<uuid:request_id>/items/", running.items, name="items"),
    path("<uuid:request_id>/cannot/", running.cannot_do, name="cannot"),
    path("<uuid:request_id>/door/", running.door, name="door"),
    path("<uuid:request_id>/pay/", money.paid, name="pay"),
    path("<uuid:request_id>/undo/", money.undo, name="undo"),
    path("<uuid:request_id>/out/", rounds.out, name="out"),
]
