"""`python -m odnos.config.command` is `odnos`, where the script is not installed."""

from odnos.config.command import main

raise SystemExit(main())
