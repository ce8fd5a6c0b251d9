"""Components that come with Toolwright, each alone in its folder; they never import each other."""
