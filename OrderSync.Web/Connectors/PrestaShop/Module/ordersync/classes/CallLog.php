<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The calls made: for the merchant to read, and to see that the hub is down just now. Neither address nor secret is in it. */
final class CallLog
{
    const KEEP = 200;
    const QUIET_SECONDS = 60;

    /** @var Database */
    private $database;
    /** @var string */
    private $table;

    public function __construct(Database $database)
    {
        $this->database = $database;
        $this->table = $database->table('ordersync_call');
    }

    public function create(string $engine)
    {
        $this->database->execute('CREATE TABLE IF NOT EXISTS ' . $this->table . ' (
            `id` INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
            `id_shop` INT UNSIGNED NOT NULL,
            `made_at` INT UNSIGNED NOT NULL,
            `id_order` INT UNSIGNED NOT NULL,
            `new_status` VARCHAR(20) NOT NULL,
            `event_id` CHAR(36) NOT NULL,
            `milliseconds` INT UNSIGNED NOT NULL,
            `outcome` VARCHAR(10) NOT NULL,
            `result` VARCHAR(255) NOT NULL,
            KEY `shop` (`id_shop`)
        ) ENGINE=' . $engine . ' DEFAULT CHARSET=utf8mb4');
    }

    public function drop()
    {
        $this->database->execute('DROP TABLE IF EXISTS ' . $this->table);
    }

    public function add(int $shop, array $event, int $milliseconds, string $outcome, string $words, int $now)
    {
        $this->database->execute('INSERT INTO ' . $this->table . ' (`id_shop`, `made_at`, `id_order`, `new_status`, `event_id`,
            `milliseconds`, `outcome`, `result`) VALUES (' . $shop . ', ' . $now . ', ' . (int) $event['id_order'] . ', '
            . $this->database->quote((string) $event['new_status']) . ', ' . $this->database->quote($event['event_id']) . ', '
            . $milliseconds . ', \'' . $outcome . '\', ' . $this->database->quote(substr($words, 0, 255)) . ')');
    }

    /** Whether a call failed a moment ago. Then a status change does not try: a hub that is down must not slow the shop. */
    public function quiet(int $shop, int $now): bool
    {
        $rows = $this->newest($shop, 1);

        return $rows && $rows[0]['outcome'] === Answer::AGAIN && $now - (int) $rows[0]['made_at'] < self::QUIET_SECONDS;
    }

    /** @return array[] */
    public function newest(int $shop, int $most): array
    {
        return $this->database->rows('SELECT * FROM ' . $this->table . ' WHERE `id_shop` = ' . $shop
            . ' ORDER BY `id` DESC LIMIT ' . $most);
    }

    public function purge(int $shop)
    {
        $rows = $this->database->rows('SELECT `id` FROM ' . $this->table . ' WHERE `id_shop` = ' . $shop
            . ' ORDER BY `id` DESC LIMIT 1 OFFSET ' . self::KEEP);
        if ($rows) {
            $this->database->execute('DELETE FROM ' . $this->table . ' WHERE `id_shop` = ' . $shop
                . ' AND `id` <= ' . (int) $rows[0]['id']);
        }
    }
}
