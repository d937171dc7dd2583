"""Callbacks in Flask: `flask --app flask_app run`."""

from flask import Flask, Response, request

from qiyuesuo import CallbackError, callback

app = Flask(__name__)


@app.post("/qiyuesuo/callback")
def receive() -> Response:
    try:
        event = callback.parse(request.get_data(), query=request.query_string, allow_unsigned=True)
    except CallbackError as error:
        return Response(error.message, 400)
    print(event.type, event.authenticity, sorted(event.fields))  # confirm with get_result before acting on it
    reply = event.reply()
    return Response(reply.body, reply.status, content_type=reply.content_type)
