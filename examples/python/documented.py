"""The Python snippet of the page 生成个人认证令牌, with the compatibility layer.

The page breaks off after the line with SdkClient. What follows here is inferred from the platform's other samples
(class names) and from its Python samples for other calls (setters, `json.loads`, the comparison of the code).
"""

from __future__ import annotations

import json
import os
import sys

from client import EXIT_CODES
from qiyuesuo.compat import BaseSdkException, SdkClient, User, UserAuthMiniappTicketRequest


def main() -> None:
    # 初始化SdkClient
    url = os.environ.get("QYS_BASE_URL") or "https://openapi.qiyuesuo.cn"
    accessToken = os.environ.get("QYS_APP_TOKEN", "替换为您申请的开放平台App Token")
    accessSecret = os.environ.get("QYS_APP_SECRET", "替换为您申请的开放平台App Secret")
    sdkClient = SdkClient(url, accessToken, accessSecret)
    # Inferred from here on.
    user = User()
    user.set_contact(os.environ.get("QYS_CONTACT") or "10020033044")
    user.set_contactType("MOBILE")
    request = UserAuthMiniappTicketRequest()
    request.set_user(user)
    request.set_mode("BANK")
    request.set_username("张三")
    request.set_callbackUrl("http://www.qiyuesuo.com")
    response = sdkClient.request(request)
    mapper = json.loads(response)
    if mapper["code"] != 0:
        print(f"class: Exception\nkind: api\ncode: {mapper['code']}", file=sys.stderr)
        raise Exception("获取个人认证Ticket失败,失败原因:", mapper["message"])
    print(mapper["result"]["ticket"])


if __name__ == "__main__":
    try:
        main()
    except BaseSdkException as error:
        print(f"class: {type(error).__name__}\nkind: {error.kind}\ncode: {error.code}", file=sys.stderr)
        print(f"message: {error.message}", file=sys.stderr)
        sys.exit(EXIT_CODES.get(error.kind, 1))
    except Exception as error:
        print(f"message: {error}", file=sys.stderr)
        sys.exit(EXIT_CODES["api"])
