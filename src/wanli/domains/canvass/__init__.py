"""Going from door to door: who lives here, and what do they need? (排摸)"""
