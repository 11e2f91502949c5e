"""Telegram in: one room per audience (customers, partners, dispatchers), and the desk that all rooms share.

A handler takes an update, calls one use case in `tickets` and lets the `Desk` carry its outcome out: new
states and entries saved, texts for each party written as outbox rows. Nothing here talks to Telegram; the
courier does, after the commit.
"""
