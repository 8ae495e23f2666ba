"""The command line: one file per noun. `output` alone writes stdout, `diagnostics` alone writes stderr."""
