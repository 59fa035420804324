from django.db import migrations, models

import wanli.ground.fields
import wanli.kernel.clock
import wanli.kernel.ids
from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    # What was remembered for everybody belongs to nobody: it is learnt again.
    dependencies = [("people", "0011_roster_batches")]
    operations = [
        migrations.DeleteModel(name="KnownLayout"),
        migrations.CreateModel(
            name="KnownLayout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wanli.kernel.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("path", wanli.ground.fields.PathField()),
                ("fingerprint", models.CharField(max_length=32)),
                ("mapping", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField(default=wanli.kernel.clock.now)),
            ],
        ),
        migrations.AddConstraint(
            model_name="knownlayout",
            constraint=models.UniqueConstraint(
                fields=("path", "fingerprint"), name="layout_once"
            ),
        ),
        enable("people_knownlayout", "people"),
    ]
