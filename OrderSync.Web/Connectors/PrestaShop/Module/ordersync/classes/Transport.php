<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** One POST, without redirects, with the certificate checked, bounded in time. It never throws and never prints. */
interface Transport
{
    const CONNECT_SECONDS = 1.0;
    const TOTAL_SECONDS = 2.0;
    const MOST_BYTES = 16384;

    /**
     * @param string[] $headers lines of the form "name: value"
     * @param float $seconds for the whole call
     */
    public function post(Address $address, array $headers, string $body, float $seconds): Answer;
}
