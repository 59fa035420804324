from django.db import migrations

from wanli.ground.rowsecurity import enable, subtrees

GATES, PEOPLE = subtrees("gates"), subtrees("people")


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0001_initial")]
    operations = [
        enable("arrivals_poster", "place"),
        enable("arrivals_arrival", "people"),
        enable("arrivals_arrivalevent", "people"),
        enable("arrivals_stay", "people"),
        enable("arrivals_returnee", "people"),
        enable("arrivals_returneeevent", "people"),
        enable("arrivals_source", "people"),
        enable("arrivals_contact", "people"),
        enable("arrivals_contactevent", "people"),
        # Whoever minds a gate sees the codes of its compound: no name stands there.
        enable("arrivals_gatecode", "people", or_when=f"path <@ ANY {GATES} OR path @> ANY {GATES}"),
    ]
