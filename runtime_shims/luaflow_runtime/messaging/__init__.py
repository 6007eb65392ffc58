"""Messages between processes: mailbox, subscriptions, PIDs, events. Nothing here knows of Temporal."""
