"""Callbacks in FastAPI: `uvicorn fastapi_app:app`."""

from fastapi import FastAPI, Request, Response

from qiyuesuo import CallbackError, callback

app = FastAPI()


@app.post("/qiyuesuo/callback")
async def receive(request: Request) -> Response:
    try:
        event = callback.parse(await request.body(), query=request.url.query, allow_unsigned=True)
    except CallbackError as error:
        return Response(error.message, 400)
    print(event.type, event.authenticity, sorted(event.fields))  # confirm with get_result before acting on it
    reply = event.reply()
    return Response(reply.body, reply.status, media_type=reply.content_type)
