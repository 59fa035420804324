"""One file for each command of `wanli`, loaded when it is called."""
