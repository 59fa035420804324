"""Reading what people typed into spreadsheets. Free of Django and of the database."""
