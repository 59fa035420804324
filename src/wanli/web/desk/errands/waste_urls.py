"""Waste of homes under observation."""

from django.urls import path

from wanli.web.desk.errands import waste

app_name = "waste"
urlpatterns = [
    path("", waste.sheet, name="sheet"),
    path("<uuid:stop_id>/", waste.stop, name="stop"),
    path("<uuid:stop_id>/missing/", waste.missing, name="missing"),
    path("rounds/<uuid:waste_id>/", waste.point, name="point"),
    path("rounds/<uuid:waste_id>/hand-over/", waste.handing, name="handing"),
]
