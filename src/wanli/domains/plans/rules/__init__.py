"""What a plan holds and how two plans differ; free of Django."""
