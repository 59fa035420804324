from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("checklists", "0001_initial")]
    operations = [
        enable("checklists_sender", "people"),
        enable("checklists_knowncolumns", "people"),
        enable("checklists_checklist", "people"),
        enable("checklists_row", "people"),
        enable("checklists_match", "people"),
        enable("checklists_matchevent", "people"),
    ]
