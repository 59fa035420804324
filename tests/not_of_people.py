"""Columns that could hold something of people by their type, and which of them do not."""

from __future__ import annotations

from django.db import models

MAY_HOLD_ANYTHING = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField,
    models.GenericIPAddressField,
)  # fmt: skip
MACHINERY = {"contenttypes", "auth", "pghistory", "procrastinate"}
"""Apps whose tables hold nothing that anybody typed; jobs carry ids only."""
NOT_OF_PEOPLE = {
    "account.EmailConfirmation.key", "accounts.Seat.title", "accounts.User.language",
    "audit.Pruned.after", "audit.Pruned.before", "audit.Pruned.table",
    "privacy.Deletion.key", "privacy.Deletion.rule",
    "audit.Opening.subject_kind", "audit.Seal.digest", "audit.Seal.parts", "audit.Seal.previous",
    "axes.AccessAttempt.get_data", "axes.AccessAttempt.http_accept",
    "axes.AccessAttempt.path_info", "axes.AccessAttempt.post_data",
    "axes.AccessFailureLog.http_accept", "axes.AccessFailureLog.path_info",
    "axes.AccessLog.http_accept", "axes.AccessLog.path_info", "axes.AccessLog.session_hash",
    "canvass.Campaign.name", "canvass.Campaign.question_set", "canvass.Campaign.questions",
    "canvass.Campaign.results", "canvass.Sheet.code", "contacts.RoundSheet.code",
    "arrivals.AreaNotice.content", "arrivals.AreaNotice.file_name", "arrivals.AreaNotice.lines",
    "arrivals.AreaNotice.mapping", "arrivals.AreaNotice.title", "arrivals.AreaNotice.wrong",
    "arrivals.KeyArea.code", "arrivals.KeyArea.name", "arrivals.KeyArea.words",
    "arrivals.GateCode.code", "arrivals.GroupChat.file", "arrivals.PaperForm.code",
    "arrivals.Poster.code",
    "jobs.Job.file_name", "jobs.Job.kind", "jobs.Job.refusal",
    "checklists.CheckList.mapping", "checklists.KnownColumns.columns",
    "checklists.KnownColumns.fingerprint", "checklists.Sender.name",
    "errands.Item.shelf",
    "ledger.MergedRow.after",
    "ledger.MergedRow.before",
    "ledger.MergedRow.row",
    "ledger.MergedRow.table",
    "ledger.PlaceMerge.exchanges",
    "ledger.PlaceMerge.movers",
    "ledger.PlaceMerge.reason",
    "ledger.PlaceMerge.twins",
    "ledger.Day.label", "ledger.Day.measure", "ledger.Entry.measure", "ledger.Entry.reason",
    "ledger.Entry.source_kind", "ledger.Stock.label", "ledger.Stock.measure",
    "ledger.Tail.measure", "people.KnownLayout.fingerprint", "people.KnownLayout.mapping",
    "people.Merge.after", "people.Merge.moved", "people.Merge.taken",
    "notices.Channel.address_cipher", "notices.Channel.language", "notices.Channel.name",
    "notices.Message.kind",
    "observation.Diary.code", "observation.Diary.slots", "observation.Diary.symptoms",
    "observation.Check.slot", "observation.HomeLink.call",
    "observation.HomeLink.pin", "observation.HomeLink.token", "observation.LinkDevice.secret",
    "passes.Hold.source_kind", "sensors.Sensor.secret",
    "postings.StairwellNotice.code", "routines.RoutineCheck.name", "routines.RoutineCheck.routine",
    "errands.WasteRound.turn", "errands.WasteStop.turn", "routines.RoutineCheck.turn",
    "people.Roster.mapping", "people.RosterBatch.history",
    "accounts.Attempts.key", "places.Place.code", "places.Place.geometry", "places.Place.label",
    "places.MapShape.candidates", "places.MapShape.geometry", "places.MapShape.name",
    "places.MapShape.reason", "places.MapShape.replaced", "places.MapSheet.file_name",
    "places.Place.name", "plans.Version.content", "plans.Version.returned",
    "plans.Version.summary", "plans.Version.touched", "sessions.Session.session_key",
    "socialaccount.SocialAccount.provider", "socialaccount.SocialApp.client_id",
    "socialaccount.SocialApp.key", "socialaccount.SocialApp.name",
    "socialaccount.SocialApp.provider", "socialaccount.SocialApp.provider_id",
    "socialaccount.SocialApp.secret", "socialaccount.SocialApp.settings",
    "usersessions.UserSession.session_key",
}  # fmt: skip
"""Columns that could hold something of people, and do not."""
