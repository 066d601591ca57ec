"""The rules people edit, as frozen values (规则), and the settings of an installation. `config.rules.load` reads them all."""
