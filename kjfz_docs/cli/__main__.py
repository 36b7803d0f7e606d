"""``python -m kjfz_docs.cli``."""

from kjfz_docs.cli import main

if __name__ == "__main__":
    main()
