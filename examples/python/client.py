"""Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.

Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
telephone number of the person.
"""

from __future__ import annotations

import os
import sys

from qiyuesuo import Client, QiyuesuoError, User

EXIT_CODES = {
    "validation": 2, "configuration": 3, "authentication": 4, "api": 5, "permission": 5, "rate_limit": 5,
    "connection": 6, "timeout": 6, "server": 6, "invalid_response": 7, "callback": 8, "cancelled": 130,
}


def main() -> int:
    try:
        with Client() as client:
            ticket = client.personal_auth.create_ticket(
                user=User(os.environ.get("QYS_CONTACT") or "10020033044", "MOBILE"),
                mode="BANK",
                username="张三",
                callback_url="http://www.qiyuesuo.com",
            )
    except QiyuesuoError as error:
        print(f"class: {type(error).__name__}", file=sys.stderr)
        print(f"kind: {error.kind}", file=sys.stderr)
        print(f"code: {'none' if error.code is None else error.code}", file=sys.stderr)
        print(f"message: {error.message}", file=sys.stderr)
        return EXIT_CODES.get(error.kind, 1)
    print(ticket.ticket)
    return 0


if __name__ == "__main__":
    sys.exit(main())
