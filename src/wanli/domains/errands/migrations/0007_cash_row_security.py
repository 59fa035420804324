from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("errands", "0006_cash_from_hand_to_hand")]
    operations = [enable("errands_cashhandover", "errands")]
