"""Signed codes on certificates of release: written, and answered for to anybody who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wanli.domains.observation.models import Case, Certificate, State
from wanli.domains.observation.rules.codes import Code, code_in
from wanli.ground.acting import acting
from wanli.ground.keys import signing_keys
from wanli.kernel import clock
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING
from wanli.kernel.signing import Unsigned, as_text, of_text


@dataclass(frozen=True, slots=True)
class Proof:
    """All that a good code tells: no door, no reason, no number of a document."""

    name: str
    """Masked."""
    since: date
    last_day: date
    good_until: date


def signed_code(certificate: Certificate) -> str:
    """The code for an address, signed now."""
    code = Code(
        number=certificate.number,
        since=certificate.since,
        last_day=certificate.last_day,
        issued=certificate.made_at,
        expires=clock.midnight(certificate.good_until + timedelta(days=1)),
    )
    return as_text(signing_keys().sign(code.as_claims()))


def proof_of(said: str) -> Proof:
    """What a code proves, for whoever comes with it.

    ``Hidden``, and not a word why, unless we signed it, it is still good, its certificate was not
    revoked, and the case behind it is released on these very days.
    """
    try:
        code = code_in(signing_keys().verified(of_text(said)))
    except Unsigned:
        raise Hidden from None
    if clock.now() >= code.expires:
        raise Hidden
    with acting(EVERYTHING):
        found = (
            Certificate.objects.filter(
                number=code.number,
                revoked_at=None,
                case__state=State.RELEASED,
                case__since=code.since,
                case__last_day=code.last_day,
            )
            .select_related("case__person")
            .first()
        )
    if found is None:
        raise Hidden
    return Proof(mask_name(found.case.person.name), code.since, code.last_day, found.good_until)


def certificates_of(case: Case) -> list[Certificate]:
    """Every certificate of a case, the latest first."""
    return list(Certificate.objects.filter(case=case).order_by("-made_at", "-pk"))
