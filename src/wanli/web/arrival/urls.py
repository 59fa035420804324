"""/a/CODE/ is the form behind a poster, /b/TOKEN/ what came of it. Short: printed, and typed."""

from django.urls import path

from wanli.web.arrival import mine, views

app_name = "arrival"
urlpatterns = [
    path("a/<slug:code>/", views.form, name="form"),
    path("a/<slug:code>/places/", views.places, name="places"),
    path("a/<slug:code>/compounds/", views.compounds, name="compounds"),
    path("a/<slug:code>/to/<slug:label>/", views.to, name="to"),
    path("b/<str:token>/", mine.page, name="mine"),
    path("b/<str:token>/open/", mine.open_, name="open"),
    path("b/<str:token>/mend/", mine.correct, name="mend"),
    path("b/<str:token>/erase/", mine.erase, name="erase"),
    path("b/<str:token>/data/", mine.data, name="data"),
    path("b/<str:token>/chat/", mine.chat, name="chat"),
]
