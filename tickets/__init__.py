"""The domain: tickets, handoffs, the card, routing, the clock.

Plain Python: no I/O, no framework, time comes in as an argument. Functions here take what is known (a
ticket with its handoffs, the register's facts, the policy, the word or button that came, now) and return
an `Outcome`: what is true from now on, what goes into the timeline, and whom to tell.
"""
