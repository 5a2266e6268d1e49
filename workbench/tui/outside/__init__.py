"""Programs of the person's own that take the terminal for a while: pager and editor."""
