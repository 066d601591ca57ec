"""The rules people edit, as frozen values (规则)."""
