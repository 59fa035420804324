"""The webhook of door sensors (docs/webhooks.md), in English: whoever builds devices reads it."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from wanli.domains.accounts.operations.limit import attempt
from wanli.domains.sensors.operations.hear import hear, known_sensor
from wanli.domains.sensors.rules.messages import MOST_BYTES, Unreadable
from wanli.kernel.errors import Hidden

TEN_MINUTES = 600
FROM_A_SENSOR, WRONG = 120, 60
"""Requests of one sensor, and wrong keys of one address, in ten minutes."""


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """Events of one sensor, in one request or many; none is a sign of life.

    Which key it was that is wrong, or that a sensor was taken down, nobody learns.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        sensor = known_sensor(_secret(request))
    except Hidden:
        return _unknown(request)
    if wait := attempt(
        what="hooks:doors", who=str(sensor.pk), most=FROM_A_SENSOR, seconds=TEN_MINUTES
    ):
        return _slower(wait)
    try:
        heard = hear(sensor=sensor, body=_body(request))
    except Hidden:
        return _unknown(request)
    except Unreadable as wrong:
        return JsonResponse({"error": str(wrong)}, status=400)
    faults = [{"index": one.index, "why": one.why} for one in heard.faults]
    said = {
        "kept": heard.kept, "known": heard.known, "ignored": heard.ignored, "refused": faults,
    }  # fmt: skip
    nothing = bool(faults) and not heard.kept + heard.known + heard.ignored
    return JsonResponse(said, status=422 if nothing else 200)


def _secret(request: HttpRequest) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _body(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    try:
        if length.isdecimal() and int(length) > MOST_BYTES:
            raise RequestDataTooBig
        return request.body
    except RequestDataTooBig:
        raise Unreadable(f"the body is longer than {MOST_BYTES} bytes") from None


def _unknown(request: HttpRequest) -> HttpResponse:
    who = request.META.get("REMOTE_ADDR", "")
    if wait := attempt(what="hooks:doors:wrong", who=who, most=WRONG, seconds=TEN_MINUTES):
        return _slower(wait)
    answer = JsonResponse({"error": "unknown key"}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _slower(wait: int) -> HttpResponse:
    answer = JsonResponse({"error": f"too many requests: try again in {wait} s"}, status=429)
    answer["Retry-After"] = str(wait)
    return answer
