import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('errands', '0002_row_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Nothing was counted yet, so none needs a round made up for it.
        migrations.AddField(
            model_name='cashcount',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='errands.round'),
        ),
        migrations.AddIndex(
            model_name='cashcount',
            index=models.Index(fields=['round', 'at'], name='cashcount_round'),
        ),
    ]
