"""Long jobs: /jobs/."""

from django.urls import path

from wanli.web.desk.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/state.json", views.state, name="state"),
    path("<uuid:job_id>/cancel/", views.stop, name="cancel"),
    path("<uuid:job_id>/result.pdf", views.result, name="result"),
]
