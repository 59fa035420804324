"""The read side of the ledger on a map."""
