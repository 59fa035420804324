from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0011_certificates")]
    operations = [
        enable("observation_certificate", "people"),
        enable("observation_certificateevent", "people"),
    ]
