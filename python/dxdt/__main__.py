"""``python -m dxdt`` is the command ``dxdt``."""

import sys

from ._command import main

sys.exit(main())
