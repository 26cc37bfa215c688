"""The event-sourced application: store, commands, keys, settings."""
