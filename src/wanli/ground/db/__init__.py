"""PostgreSQL as Wanli uses it: every transaction knows whose rows it may touch."""
