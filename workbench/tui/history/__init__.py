"""The History pane: a window onto all that is kept."""
