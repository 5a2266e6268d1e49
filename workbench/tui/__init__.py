"""The Textual app: what the service gives, placed on a terminal. The folders mirror the screen."""
