from django.db import migrations

from wanli.ground.rowsecurity import enable, subtrees

GATES = subtrees("gates")


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0008_papers")]
    operations = [
        enable("arrivals_paperform", "place"),
        # A guard takes the picture at the gate; whether it may be looked at, the page asks.
        enable("arrivals_paperphoto", "people", or_when=f"path <@ ANY {GATES}"),
    ]
