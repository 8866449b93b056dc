"""The platforms: one module or package each, loaded by name, knowing only the core's port."""
