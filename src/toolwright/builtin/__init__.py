"""First-party kinds, each alone in its folder; they enter through the registry (`toolwright.extend`) and nothing imports them."""
