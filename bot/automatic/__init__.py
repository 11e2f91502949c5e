"""Mail that no person wrote: bounces, receipts, absences, calendars, lists, and our own come back.

`about` finds the mail of ours that it is about; the others decide one kind each, within the arrival's
transaction. None of them answers anybody (DESIGN, rule 6).
"""
