<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** What the hub is told: a hint that an order has changed. It reads the order from the shop itself. */
final class Event
{
    /** A random id. It stays with the event however often it is sent, so the hub knows repeats. */
    public static function newId(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
        $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);

        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }

    /**
     * @param int|string $orderId
     * @param string $reference
     * @param int|string|null $oldStatus null: not known, or the order is new
     * @param int|string $newStatus
     */
    public static function json($orderId, $reference, $oldStatus, $newStatus, int $occurredAt, string $eventId): string
    {
        $json = json_encode([
            'shopOrderId' => (string) $orderId,
            'reference' => (string) $reference,
            'oldStatus' => $oldStatus === null ? null : (string) $oldStatus,
            'newStatus' => (string) $newStatus,
            'occurredAt' => gmdate('Y-m-d\TH:i:s\Z', $occurredAt),
            'eventId' => $eventId,
        ], JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR);
        if ($json === false) {
            throw new \RuntimeException('The event could not be written as JSON.');
        }

        return $json;
    }

    /**
     * The status before, from the order's history, newest first. Up to PrestaShop 1.7 the hook does not say it. The row of
     * the new status is usually written after the hook, by some modules before it.
     *
     * @param array $statuses ids
     * @param int|string $newStatus
     *
     * @return string|null
     */
    public static function statusBefore(array $statuses, $newStatus)
    {
        foreach ($statuses as $status) {
            if ((string) $status !== (string) $newStatus) {
                return (string) $status;
            }
        }

        return null;
    }
}
