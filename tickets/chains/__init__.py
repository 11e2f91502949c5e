"""A partner hands its job on to a subcontractor of its own, to any depth; each sees its neighbours only."""
