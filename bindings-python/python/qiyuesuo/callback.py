"""Reads what the platform posts to a callback address.

    from qiyuesuo import callback

    event = callback.parse(await request.form(), allow_unsigned=True)   # FastAPI, Starlette
    event = callback.parse(request.form, allow_unsigned=True)           # Flask
    event = callback.parse(request.POST, allow_unsigned=True)           # Django
    reply = event.reply()                                               # reply.status, .content_type, .body

What a callback proves is little: the platform documents those of personal authentication without any signature, and
where there is one it covers time and key, neither body nor address. `event.authenticity` says which it is; confirm with
`get_result` before you act on it.
"""

from __future__ import annotations

from ._callback import CallbackEvent as CallbackEvent
from ._callback import CallbackReply as CallbackReply
from ._callback import Form as Form
from ._generated.callback import parse as parse
from ._generated.callback_event import CallbackAuthenticity as CallbackAuthenticity
from ._generated.callback_event import CallbackType as CallbackType
from ._generated.callback_event import PersonalAuthStatus as PersonalAuthStatus
