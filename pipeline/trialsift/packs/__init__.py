"""patterns/*.yaml -> checked rules. Values are in rules.py, the strict reader in load.py."""
