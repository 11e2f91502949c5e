"""Fuzzing of what reads strangers' bytes: ``make fuzz``, on Linux, with atheris.

Not part of the tests: it runs for as long as somebody lets it. What it finds becomes a test.
"""
