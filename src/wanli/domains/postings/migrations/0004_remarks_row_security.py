from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("postings", "0003_remarks")]
    operations = [
        enable("postings_remark", "people"),
        enable("postings_remarkevent", "people"),
    ]
