"""A few leaves and calls by a counsellor in the made-up subdistrict."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from wanli.domains.observation.care import going
from wanli.domains.observation.models import Case, Leave
from wanli.domains.observation.operations.counsel import ask_counsel, record_talk
from wanli.domains.observation.operations.leave import ask_leave, decide_leave, let_in, let_out
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT

ERRANDS = ("去医院透析", "参加父亲的葬礼", "孕检", "去医院拆线", "化疗")


def care_for(access: Access) -> None:
    """Some go out today with permission, one of them is out; some wait for somebody to talk to."""
    running = Case.objects.filter(state="open").order_by("path", "pk")
    compounds = Place.objects.standing().filter(kind="compound").order_by("path")
    cases = [list(running.filter(below([one.path]))[:4]) for one in compounds]
    for number, case in enumerate(case for some in cases for case in some[::2]):
        # At every gate somebody may go now; at one she waits for leave, at the next she is out.
        start = clock.now() + timedelta(hours=2 * (number % 3 if number % 2 else 0))
        leave = ask_leave(
            access=access,
            case_id=case.pk,
            why=ERRANDS[number % len(ERRANDS)],
            starts_at=start,
            ends_at=start + timedelta(hours=3),
        )
        approved = number % 7 != 5
        if approved:
            decide_leave(access=access, leave_id=leave.pk, yes=True)
        if approved and number % 4 == 2:
            let_out(access=access, leave_id=leave.pk)
    for number, case in enumerate([case for some in cases for case in some[1::2]][:4]):
        talk = ask_counsel(access=access, case_id=case.pk)
        if number == 0:
            record_talk(
                access=access,
                talk_id=talk.pk,
                outcome="again",
                content="夜里睡不好,担心老家的母亲。约好后天再打。",
                next_on=clock.today() + timedelta(days=2),
            )


def walk(random: Random, access: Access) -> bool:
    """Somebody with permission goes out, or comes back."""
    found = list(going([ROOT])[:50])
    if not found:
        return False
    leave = random.choice(found)
    act = let_in if leave.state == Leave.State.OUT else let_out
    act(access=access, leave_id=leave.pk)
    return True
