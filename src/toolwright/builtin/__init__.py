"""First-party kinds, each alone in its folder; they enter through the registry and nothing imports them."""
