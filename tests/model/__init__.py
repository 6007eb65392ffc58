"""The order of everything inside a workflow: a model of the rules, random programs, and both compared event by event."""
