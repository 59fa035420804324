from django.db import migrations

from wanli.ground.rowsecurity import enable

TABLES = (
    "sensor", "sensorevent", "sensorsign", "doorquestion", "doorquestionevent", "doorevent",
    "doorcall", "doornote",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sensors", "0001_initial")]
    operations = [enable(f"sensors_{table}", "people") for table in TABLES]
