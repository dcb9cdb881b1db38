<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The hub's address, checked once for both ways to send. */
final class Address
{
    /** @var string */
    public $url;
    /** @var bool */
    public $encrypted;
    /** @var string with brackets where it is an IPv6 address */
    public $host;
    /** @var int */
    public $port;
    /** @var string path and query */
    public $target;

    /** @return self|null null where it is no http or https address, or holds a user, a password or a fragment */
    public static function parse(string $url)
    {
        if ($url === '' || strlen($url) > 500 || preg_match('/[^\x21-\x7e]/', $url)) {
            return null;
        }
        $parts = parse_url($url);
        if (!is_array($parts) || empty($parts['host']) || isset($parts['user']) || isset($parts['pass'])
            || isset($parts['fragment']) || !isset($parts['scheme'])) {
            return null;
        }
        $scheme = strtolower($parts['scheme']);
        if ($scheme !== 'https' && $scheme !== 'http') {
            return null;
        }

        $address = new self();
        $address->url = $url;
        $address->encrypted = $scheme === 'https';
        $address->host = $parts['host'];
        $address->port = isset($parts['port']) ? (int) $parts['port'] : ($address->encrypted ? 443 : 80);
        $address->target = (isset($parts['path']) ? $parts['path'] : '/')
            . (isset($parts['query']) ? '?' . $parts['query'] : '');

        return $address;
    }

    /** The host as it stands in a Host header. */
    public function hostHeader(): string
    {
        return $this->host . ($this->port === ($this->encrypted ? 443 : 80) ? '' : ':' . $this->port);
    }
}
