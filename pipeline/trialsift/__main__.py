"""`python -m trialsift` is the command `trialsift`."""

from trialsift.cli import main

if __name__ == "__main__":
    main()
