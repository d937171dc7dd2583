<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Native;

/**
 * A ticket for the mini-program plugin.
 */
abstract class TicketResult extends Result
{
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
            return null;
        }

        return Native::pluginUrl(Json::encode([
            'ticket' => $this->__get('ticket'),
            'page' => $details['plugin_page'],
            'env' => $details['plugin_env'],
            'has_callback' => $hasCallback,
        ]));
    }
}
