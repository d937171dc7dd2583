<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Native;
use Qiyuesuo\Internal\Reply;

/**
 * A ticket for the mini-program plugin.
 */
abstract class TicketResult extends Result
{
    /**
     * A ticket that nobody gave, for tests of your own: `Ticket::fake(['ticket' => 'T'])`.
     *
     * @param array<string, mixed> $members What the platform would send, under its names. Those that it does not declare are `extra`.
     * @param ResponseInfo|null $response What is told of the answer. Default: HTTP status 200, one attempt, no headers.
     * @param string|null $pluginUrl What {@see pluginUrl} answers.
     *
     * @throws \InvalidArgumentException if a member is missing that every such result has
     */
    final public static function fake(
        #[\SensitiveParameter] array $members = [],
        ?ResponseInfo $response = null,
        #[\SensitiveParameter] ?string $pluginUrl = null,
    ): static {
        $details = $pluginUrl === null ? [] : ['plugin_url' => $pluginUrl];

        return new static(Reply::fake(self::body($members), $details, $response));
    }

    /**
     * The address with which a mini-program opens the plugin for this ticket, for `wx.navigateTo`. Null for a ticket that no
     * page of the plugin is documented for.
     *
     * @param bool $hasCallback Whether the page listens to the plugin's events.
     */
    final public function pluginUrl(bool $hasCallback = true): ?string
    {
        $details = self::reply($this)->details();
        if (!isset($details['plugin_page'])) {
            return $details['plugin_url'] ?? null;
        }

        return Native::pluginUrl(Json::encode([
            'ticket' => $this->__get('ticket'),
            'page' => $details['plugin_page'],
            'env' => $details['plugin_env'],
            'has_callback' => $hasCallback,
        ]));
    }
}
