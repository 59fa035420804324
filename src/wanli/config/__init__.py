"""How Wanli is set up and run: options, settings, processes, the ``wanli`` command."""
