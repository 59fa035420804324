"""Home observation."""

from django.urls import path

from wanli.web.desk.observation import (
    acts,
    alarms,
    correcting,
    counsel,
    home_links,
    leaving,
    opening,
    stops,
    views,
)

app_name = "observation"
urlpatterns = [
    path("", views.sheet, name="sheet"),
    path("curves/", views.curves, name="curves"),
    path("open/<slug:label>/", opening.open_home, name="open"),
    path("siren/", alarms.band, name="siren"),
    path("episodes/", alarms.episodes, name="episodes"),
    path("episodes/<uuid:episode_id>/", alarms.episode, name="episode"),
    path("episodes/<uuid:episode_id>/step/", alarms.step, name="step"),
    path("episodes/<uuid:episode_id>/outcome/", alarms.close, name="conclude"),
    path("checks/<uuid:check_id>/correct/", correcting.correct, name="correct"),
    path("leaves/", leaving.leaves, name="leaves"),
    path("leaves/<uuid:leave_id>/decide/", leaving.decide, name="decide_leave"),
    path("leaves/<uuid:leave_id>/withdraw/", leaving.withdraw, name="withdraw_leave"),
    path("<uuid:case_id>/leave/", leaving.ask, name="ask_leave"),
    path("<uuid:case_id>/counsel/", counsel.ask, name="ask_counsel"),
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/check/", views.check, name="check"),
    path("<uuid:case_id>/link/", home_links.link, name="link"),
    path("<uuid:case_id>/link/revoke/", home_links.revoke, name="revoke_link"),
    path("<uuid:case_id>/again/", acts.again, name="again"),
    path("<uuid:case_id>/decide/", acts.decide, name="decide"),
    path("<uuid:case_id>/suspend/", acts.suspend_case, name="suspend"),
    path("<uuid:case_id>/resume/", acts.resume_case, name="resume"),
    path("<uuid:case_id>/end/", acts.end, name="end"),
    path("<uuid:case_id>/stop/", stops.stop, name="stop"),
    path("<uuid:case_id>/go-on/", stops.go_on, name="go_on"),
    path("<uuid:case_id>/prepare/", acts.prepare_release, name="prepare"),
    path("<uuid:case_id>/agree/", acts.agree_release, name="agree"),
]
