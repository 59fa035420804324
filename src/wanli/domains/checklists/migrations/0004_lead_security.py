from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("checklists", "0003_leads")]
    operations = [
        enable("checklists_lead", "people"),
        enable("checklists_leadevent", "people"),
    ]
