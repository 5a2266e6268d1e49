"""The Compose pane: what is asked, as a form."""
