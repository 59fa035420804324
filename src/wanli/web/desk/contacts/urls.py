"""Keeping in touch with every home, and the care list."""

from django.urls import path

from wanli.web.desk.contacts import care, paper, passing, views

app_name = "contacts"
urlpatterns = [
    path("contacts/", views.listed, name="list"),
    path("contacts/coverage/", views.coverage, name="coverage"),
    path("contacts/forgotten/", passing.forgotten, name="forgotten"),
    path("contacts/offers/", passing.offers, name="offers"),
    path("contacts/offers/answer/", passing.answer, name="answer"),
    path("contacts/sheets/", paper.sheets, name="sheets"),
    path("contacts/sheets/<slug:code>/", paper.sheet, name="sheet"),
    path("contacts/sheets/<slug:code>/row/", paper.row, name="row"),
    path("contacts/sheets/<slug:code>/undo/", paper.undo, name="undo"),
    path("care/", care.listed, name="care"),
    path("care/visits/", care.visits, name="visits"),
    path("care/lacking/", care.lacking, name="lacking"),
    path("care/add/<uuid:person_id>/", care.add, name="add"),
    path("care/here/<slug:code>/", care.here, name="here"),
    path("care/of/<uuid:user_id>/", passing.hand_over, name="hand_over"),
    path("care/<uuid:cared_id>/", care.one, name="cared"),
    path("care/<uuid:cared_id>/edit/", care.edit, name="edit"),
    path("care/<uuid:cared_id>/visit/", care.visit, name="visit"),
    path("care/<uuid:cared_id>/off/", care.off, name="off"),
    path("contacts/at/<slug:label>/", views.home, name="home"),
    path("contacts/at/<slug:label>/record/", views.record, name="record"),
    path("contacts/<uuid:contact_id>/withdraw/", views.withdraw, name="withdraw"),
    path("contacts/<uuid:contact_id>/seen/", views.seen, name="seen"),
]
