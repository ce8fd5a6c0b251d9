"""First-party actions, each in its own folder."""
