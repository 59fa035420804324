"""Errands: /errands/, and the rounds of those who run them: /runs/."""

from django.urls import path

from wanli.web.desk.errands import asking, money, rounds, running, views

app_name = "errands"
urlpatterns = [
    path("errands/", views.sheet, name="sheet"),
    path("errands/ask/<str:label>/", asking.ask, name="ask"),
    path("errands/standing/<uuid:standing_id>/end/", asking.end, name="end_standing"),
    path("errands/plan/", rounds.plan, name="plan"),
    path("runs/", rounds.listed, name="rounds"),
    path("runs/<uuid:round_id>/", running.page, name="round"),
    path("runs/<uuid:round_id>/take/", running.take_it, name="take"),
    path("runs/<uuid:round_id>/over/", running.over, name="take_over"),
    path("runs/<uuid:round_id>/finish/", running.done, name="finish"),
    path("runs/<uuid:round_id>/give-up/", rounds.give_up, name="give_up"),
    path("runs/<uuid:round_id>/money/", money.book, name="book"),
    path("runs/<uuid:round_id>/receipt/", money.receipt, name="receipt"),
    path("runs/<uuid:round_id>/give/", money.give, name="give_cash"),
    path("runs/cash/<uuid:hand_over_id>/", money.got, name="got_cash"),
    path("errands/receipts/<uuid:receipt_id>/void/", money.void, name="void_receipt"),
    path("errands/items/<uuid:item_id>/swap/", running.swap, name="swap"),
    path("errands/items/<uuid:item_id>/answer/", running.answer, name="answer"),
    path("errands/photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("errands/money/", money.mine, name="money"),
    path("errands/money/home/<str:label>/", money.home, name="home_money"),
    path("errands/<uuid:request_id>/", views.request_page, name="request"),
    path("errands/<uuid:request_id>/cancel/", asking.call_off, name="cancel"),
    path("errands/<uuid:request_id>/photo/", asking.add_photo, name="add_photo"),
    path("errands/<uuid:request_id>/items/", running.items, name="items"),
    path("errands/<uuid:request_id>/cannot/", running.cannot_do, name="cannot"),
    path("errands/<uuid:request_id>/door/", running.door, name="door"),
    path("errands/<uuid:request_id>/pay/", money.paid, name="pay"),
    path("errands/<uuid:request_id>/undo/", money.undo, name="undo"),
    path("errands/<uuid:request_id>/out/", rounds.out, name="out"),
]
