"""`python -m hxdash`: the command line."""

import sys

from hxdash.cli import main

sys.exit(main())
