"""Lua on Temporal: the workflow and activity hosts, payloads, failures, headers, connections, workers, the plugin."""
