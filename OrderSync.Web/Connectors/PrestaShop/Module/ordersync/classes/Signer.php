<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** Signs as the Standard Webhooks specification says: HMAC-SHA-256 over "id.timestamp.body". */
final class Signer
{
    const PREFIX = 'whsec_';

    /** What stands in the secret's place when a text that holds it is shown. */
    const MASK = '***';

    /** @return string|null the key's bytes, null where the secret is not of the form whsec_ + Base64 of 24 to 64 bytes */
    public static function key(string $secret)
    {
        if (strpos($secret, self::PREFIX) !== 0) {
            return null;
        }
        $key = base64_decode(substr($secret, strlen(self::PREFIX)), true);
        if ($key === false || strlen($key) < 24 || strlen($key) > 64) {
            return null;
        }

        return $key;
    }

    public static function signature(string $secret, string $id, int $timestamp, string $body): string
    {
        $key = self::key($secret);
        if ($key === null) {
            throw new \InvalidArgumentException('The secret is not of the form whsec_…');
        }

        return 'v1,' . base64_encode(hash_hmac('sha256', $id . '.' . $timestamp . '.' . $body, $key, true));
    }

    /** @return string[] lines of the form "name: value" */
    public static function headers(string $secret, string $id, int $timestamp, string $body): array
    {
        return [
            'webhook-id: ' . $id,
            'webhook-timestamp: ' . $timestamp,
            'webhook-signature: ' . self::signature($secret, $id, $timestamp, $body),
        ];
    }

    /** The text without the secret, whoever may have put it there. */
    public static function mask(string $text, string $secret): string
    {
        $bare = substr($secret, strlen(self::PREFIX));

        return $bare === '' || $bare === false ? $text : str_replace([$secret, $bare], self::MASK, $text);
    }
}
