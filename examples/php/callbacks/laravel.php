<?php

declare(strict_types=1);

// Receives callbacks in Laravel. This is what goes into `routes/api.php`, where no CSRF token is asked for.

use Illuminate\Http\Request;
use Illuminate\Http\Response;
use Illuminate\Routing\Router;
use Qiyuesuo\Callback;
use Qiyuesuo\Exception\CallbackException;

return static function (Router $router): void {
    $router->post('/qiyuesuo/callback', static function (Request $request): Response {
        try {
            // Unsigned ones are taken as hints. Put the keys of your callbacks into `keys`.
            $event = Callback::parse($request->getContent(), query: (string) $request->getQueryString(), allowUnsigned: true);
        } catch (CallbackException $error) {
            return new Response($error->getMessage(), 400);
        }
        // Confirm it with getResult before money or rights depend on it; your business (a queued job, say) goes here.
        $reply = $event->reply();

        return new Response($reply->body, $reply->status, ['Content-Type' => $reply->contentType]);
    });
};
