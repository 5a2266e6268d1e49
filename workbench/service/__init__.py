"""The only door between the views and the core: what a person can do, one use case a file.

`Workbench` (in `workbench.py`) has one short method for each; heavy rooms are loaded when used.
"""
