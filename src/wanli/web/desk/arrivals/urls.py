"""Registrations of returnees."""

from django.urls import path

from wanli.web.desk.arrivals import gate, papers, typing, views

app_name = "arrivals"
urlpatterns = [
    path("", views.page, name="list"),
    path("offers/", views.offered, name="offers"),
    path("offers/<uuid:offer_id>/accept/", views.accept_offer, name="accept"),
    path("offers/<uuid:offer_id>/refuse/", views.refuse_offer, name="refuse"),
    path("offers/<uuid:offer_id>/take-back/", views.take_back_offer, name="take_back"),
    path("gate/", gate.page, name="gate"),
    path("gate/<uuid:code_id>/", gate.seen, name="seen"),
    path("groups/", papers.groups, name="groups"),
    path("groups/<slug:label>/", papers.keep_group, name="group"),
    path("posters/<slug:label>/", papers.posters, name="posters"),
    path("hotline/", papers.hotline, name="hotline"),
    path("papers/", typing.papers, name="papers"),
    path("papers/<slug:code>/", typing.paper, name="paper"),
    path("papers/<slug:code>/photo/", typing.add_photo, name="add_paper_photo"),
    path("papers/photo/<uuid:photo_id>/", typing.photo, name="paper_photo"),
    path("papers/photo/<uuid:photo_id>/drop/", typing.drop_photo, name="drop_paper_photo"),
    path("form/<slug:label>/", papers.open_form, name="open_form"),
    path("<uuid:arrival_id>/", views.arrival, name="arrival"),
    path("<uuid:arrival_id>/numbers/", views.numbers, name="numbers"),
    path("<uuid:arrival_id>/contact/", views.contact, name="contact"),
    path("<uuid:arrival_id>/verify/", views.verified, name="verify"),
    path("<uuid:arrival_id>/close/", views.closed, name="close"),
    path("<uuid:arrival_id>/again/", views.again, name="again"),
    path("<uuid:arrival_id>/offer/", views.offer_to, name="offer"),
    path("<uuid:arrival_id>/erase/", views.erase, name="erase"),
]
