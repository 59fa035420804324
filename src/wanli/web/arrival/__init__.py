"""Registration of those who arrive: for anybody, light, large, without an account."""
