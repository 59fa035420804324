"""What is typed in about a map file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SheetForm(forms.Form):
    """A file, what it shows, and the datum it was drawn in."""

    file = forms.FileField(
        label=_("地图文件(GeoJSON)"),
        help_text=_("楼和小区用面,门岗用点;名称写 12号楼、松风苑12号楼 或代码都行。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        error_messages={
            "required": _("请选择一个地图文件。"),
            "empty": _("文件是空的。请在地图软件里重新导出。"),
        },
    )
    label = forms.ChoiceField(label=_("画的是哪里"))
    datum = forms.ChoiceField(
        label=_("坐标系"),
        choices=[
            ("WGS-84", _("WGS-84 / CGCS2000(测绘、卫星定位)")),
            ("GCJ-02", _("GCJ-02(网上地图描下来的)")),
        ],
        help_text=_("选错的话图会偏约 500 米,读取后会提醒。"),
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], datum: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]
        self.fields["datum"].initial = datum
