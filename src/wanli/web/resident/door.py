"""The sensor at a home's door, as the home sees it: what was noted, what was asked, and a word
beforehand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.visits import Visit
from wanli.domains.sensors.operations.say import say
from wanli.domains.sensors.own import own_door
from wanli.domains.sensors.queries import SAID
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.errors import add_refusal
from wanli.web.resident.doors import for_opened

FAR = timedelta(hours=12)


class SayForm(forms.Form):
    """What the door opens for. Nothing is asked that a tap cannot answer."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    """Made with the page, so that sending twice says it once."""
    about = forms.UUIDField(widget=forms.HiddenInput, required=False)
    """The question that this answers."""
    what = forms.ChoiceField(
        choices=SAID,
        error_messages={
            "required": _("请点一样:开门做什么。"),
            "invalid_choice": _("请点一样:开门做什么。"),
        },
    )
    words = forms.CharField(required=False, max_length=300)
    at = forms.TimeField(
        required=False, error_messages={"invalid": _("请填几点几分,例如 9:30。现在就开门,空着。")}
    )

    def moment(self) -> datetime | None:
        """The nearest such time of the clock; None for now."""
        at = self.cleaned_data["at"]
        if at is None:
            return None
        found = datetime.combine(clock.today(), at, clock.LOCAL_ZONE)
        if found > clock.now() + FAR:
            return found - timedelta(days=1)
        return found if found >= clock.now() - FAR else found + timedelta(days=1)


@require_http_methods(["GET", "POST"])
@for_opened
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything that is kept of her door, and a word to leave."""
    path = _home(visit)
    form = SayForm(request.POST or None, initial={"entry": uuid7()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            say(
                access=visit.access, path=path, what=data["what"], words=data["words"],
                at=form.moment(), question_id=data["about"], note_id=data["entry"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("resident:door", visit.token)
    door = own_door(path)
    if door is None:
        raise Hidden
    waiting = [
        (one, uuid7()) for one in door.questions if one.question.state == "open" and not one.words
    ]
    context = {
        "visit": visit, "form": form, "door": door, "said": SAID,
        "waiting": waiting, "entry": form["entry"].value() or uuid7(),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "resident/door.html", context, status=status)


def _home(visit: Visit) -> str:
    """Of those who are observed still, the door."""
    path = next((one.path for one in visit.cases if one.state in ("open", "suspended")), "")
    if not path:
        raise Hidden
    return path
