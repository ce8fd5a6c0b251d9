"""What an app *is*: typed, immutable definitions and their YAML form. Pure types, no I/O.

Owns the shape of workspaces, data sources, tables, roles, apps, screens, components and actions, their file layout and
canonical YAML. Refuses to know any kind: settings of components, actions and connectors are checked by the registry in
`toolwright.extend`. Read `workspace.py` first, then `screen.py`.
"""
