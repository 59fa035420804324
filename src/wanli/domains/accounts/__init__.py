"""Users, roles, seats and posts: who may do what, where, from when to when."""
