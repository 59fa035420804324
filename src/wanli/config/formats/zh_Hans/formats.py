"""Chinese. A row says the moment, not the year: nothing on a working list is a year old."""

SHORT_DATETIME_FORMAT = "n月j日 H:i"
