"""First-party data sources, each alone in its folder; what two share lives in `toolwright.extend`."""
