"""Rule sets, categories and calendar corrections shipped as TOML files."""
