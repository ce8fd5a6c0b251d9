"""How published apps look: design tokens, base and layout styles, fonts.

Owns every colour, size and typeface of published apps and the arithmetic that keeps text readable. It refuses styles
for one component: those lie beside the component. Read `README.md`, then `tokens.json`.
"""
