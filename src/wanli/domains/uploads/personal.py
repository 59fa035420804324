"""What an upload keeps of people while it is on its way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.kernel.personal import Collected

COLLECTED = (
    Collected(
        _("还没传完的照片"),
        _("居民"),
        ("uploads.Piece.content",),
        _("网络断了接着传,不用重来;传完就归到那件事里,没传完的一天以后自动删掉"),
        _("《突发公共卫生事件应急条例》第四十条;民办发〔2020〕5号"),
        "canvass",
        sealed=True,
    ),
)
