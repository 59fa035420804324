"""How Wanli says no: a page, and never a hint whether something exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext

from wanli.kernel.errors import Hidden, Refused


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language."""
    params = {name: str(value) for name, value in refused.params.items()}
    return gettext(str(refused.message)).format(**params)


def add_refusal(form: Form, refused: Refused, names: Mapping[str, str] | None = None) -> None:
    """Say the refusal in the form, at its field if the form has it (``names``: called otherwise
    there), so that nothing typed is lost."""
    said = refused.field or ""
    field = (names or {}).get(said, said)
    form.add_error(field if field in form.fields else None, sentence(refused))


class RefusalMiddleware:
    """Turns ``Hidden`` into 404 (or sign-in) and an unanswered ``Refused`` into 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            context = {"sentence": sentence(exception)}
            return render(request, "refused.html", context, status=422)
        if isinstance(exception, Hidden):
            if not request.user.is_authenticated and request.method == "GET":
                return redirect(
                    f"{settings.LOGIN_URL}?" + urlencode({"next": request.get_full_path()})
                )
            return not_found(request, exception)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
