"""Long jobs: asked for on a page, done by the worker, watched and stopped by whoever asked."""
