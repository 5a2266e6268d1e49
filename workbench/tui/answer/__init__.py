"""The Answer pane: one file a tab (or a group of alike ones), each a function to lines or text."""
