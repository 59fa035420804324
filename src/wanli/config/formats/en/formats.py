"""English. The month is short, as in Django's own dates, so that a row keeps to its line."""

MONTH_DAY_FORMAT = "N j"
SHORT_DATETIME_FORMAT = "N j H:i"
