"""The commands, each in a module by what it works on; cli.py hangs them into the program."""
