"""Starts `stafett run` again and again without importing anything again: ``python -m tests.bot.launcher``.

Importing aiogram takes seconds, too many for thirty lives in one test. So this process imports what
`stafett run` would, and forks a child for each line it reads. A child is a process of its own that runs the
real command from its first line on; all it inherits is modules. No loop, connection, thread or file of the
application's is open before the fork, and nothing of a child comes back: it is SIGKILLed as any process is.

One thing differs from the operator's process: the courier's own restraint (20 messages a minute to a group)
is lifted, as the sandbox's limits are. Otherwise most kills would meet a courier that waits.

``begin`` forks and prints the child's number; ``bury`` waits for its end and prints its exit code (negative:
the signal). Until it is buried nobody else can get its number, so that killing it is safe.
"""

import gc
import os
import sys
import threading
import traceback
from typing import NoReturn

import bot.limits
import bot.run
from bot import cli

_NO_LIMIT = 1_000_000


def main() -> None:
    """Until standard input ends."""
    assert threading.active_count() == 1, "a thread would not survive the fork"
    for name in ("_BURST", "_GROUP_MINUTE", "_OVERALL"):
        assert hasattr(bot.limits, name)
        setattr(bot.limits, name, _NO_LIMIT)
    gc.freeze()
    child = 0
    for line in sys.stdin:
        if line.strip() == "begin":
            child = os.fork()
            if child == 0:
                _live()
            _say(child)
        else:
            _, status = os.waitpid(child, 0)
            _say(os.waitstatus_to_exitcode(status))


def _live() -> NoReturn:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.argv = ["stafett", "run"]
    code = 1
    try:
        cli.main()
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException:  # noqa: BLE001  told before the process ends without unwinding into `main`
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(number: int) -> None:
    os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
