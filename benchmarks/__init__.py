"""What is measured: ours beside its peers, on the same input, in one run (``python -m benchmarks [NAME]``).

A module here with a ``NAME`` and a ``run() -> Table`` is a benchmark; it takes less than a minute. Contenders
take turns round by round, so that a busy machine is unfair to all of them alike. Ratios count; absolute
numbers are for scale.
"""
