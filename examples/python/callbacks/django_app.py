"""Callbacks in Django: `django-admin runserver --pythonpath . --settings django_app`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qiyuesuo import CallbackError, callback

SECRET_KEY = "only for this example"
ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    try:
        event = callback.parse(request.body, query=request.META["QUERY_STRING"], allow_unsigned=True)
    except CallbackError as error:
        return HttpResponse(error.message, status=400)
    print(event.type, event.authenticity, sorted(event.fields))  # confirm with get_result before acting on it
    reply = event.reply()
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


urlpatterns = [path("qiyuesuo/callback", receive)]
