"""The JSON that other programs rely on: exchanges and summaries as plain documents.

Only shapes are decided here, never what something means; the schemas beside these files say the
same and a test holds real output against them. Nothing is imported here: lists must start fast.
"""
