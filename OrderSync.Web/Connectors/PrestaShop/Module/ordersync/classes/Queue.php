<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Events on their way. An event is written once, when the status changes, and its text is never changed after that.
 * `next_at` is when it may be sent, and at the same time the lease of whoever sends it: claiming moves it ahead, so that
 * no other process takes the event, and if this one dies the event comes up again by itself.
 */
final class Queue
{
    const WAITING = 'waiting';
    const SENT = 'sent';
    const ASIDE = 'aside';

    /** Longer than a call may last. */
    const LEASE_SECONDS = 60;
    const GIVE_UP_SECONDS = 259200;
    const KEEP_SECONDS = 2592000;

    /** Pauses after the first, second … failed call; the last one counts for all that follow. */
    const PAUSES = [60, 300, 900, 3600, 10800, 21600, 43200, 86400];

    /** @var Database */
    private $database;
    /** @var string */
    private $table;

    public function __construct(Database $database)
    {
        $this->database = $database;
        $this->table = $database->table('ordersync_event');
    }

    public function create(string $engine)
    {
        $this->database->execute('CREATE TABLE IF NOT EXISTS ' . $this->table . ' (
            `id` INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
            `id_shop` INT UNSIGNED NOT NULL,
            `id_order` INT UNSIGNED NOT NULL,
            `new_status` VARCHAR(20) NOT NULL,
            `event_id` CHAR(36) NOT NULL,
            `body` TEXT NOT NULL,
            `state` VARCHAR(10) NOT NULL,
            `attempts` INT UNSIGNED NOT NULL,
            `created_at` INT UNSIGNED NOT NULL,
            `tried_since` INT UNSIGNED NOT NULL,
            `next_at` INT UNSIGNED NOT NULL,
            `claim` CHAR(32) NOT NULL,
            `reason` VARCHAR(255) NOT NULL,
            UNIQUE KEY `event` (`event_id`),
            KEY `due` (`id_shop`, `state`, `next_at`),
            KEY `age` (`created_at`)
        ) ENGINE=' . $engine . ' DEFAULT CHARSET=utf8mb4');
    }

    public function drop()
    {
        $this->database->execute('DROP TABLE IF EXISTS ' . $this->table);
    }

    public function add(int $shop, int $order, string $status, string $eventId, string $body, int $now)
    {
        $this->database->execute('INSERT INTO ' . $this->table . ' (`id_shop`, `id_order`, `new_status`, `event_id`, `body`,
            `state`, `attempts`, `created_at`, `tried_since`, `next_at`, `claim`, `reason`) VALUES (' . $shop . ', ' . $order
            . ', ' . $this->database->quote(substr($status, 0, 20)) . ', ' . $this->database->quote($eventId) . ', '
            . $this->database->quote($body) . ', \'waiting\', 0, ' . $now . ', ' . $now . ', ' . $now . ', \'\', \'\')');
    }

    /** @return int[] ids of what may be sent now: what was never tried first, as it is news */
    public function due(int $shop, int $now, int $most): array
    {
        $rows = $this->database->rows('SELECT `id` FROM ' . $this->table . ' WHERE `id_shop` = ' . $shop
            . ' AND `state` = \'waiting\' AND `next_at` <= ' . $now
            . ' ORDER BY (`attempts` > 0), `id` LIMIT ' . $most);

        return array_map(function ($row) {
            return (int) $row['id'];
        }, $rows);
    }

    /** @return array|null the event, ours alone for the length of the lease; null where another process was quicker */
    public function claim(int $id, int $now)
    {
        $claim = bin2hex(random_bytes(16));
        $this->database->execute('UPDATE ' . $this->table . ' SET `claim` = \'' . $claim . '\', `attempts` = `attempts` + 1, '
            . '`next_at` = ' . ($now + self::LEASE_SECONDS)
            . ' WHERE `id` = ' . $id . ' AND `state` = \'waiting\' AND `next_at` <= ' . $now);
        $rows = $this->database->rows('SELECT * FROM ' . $this->table . ' WHERE `id` = ' . $id
            . ' AND `claim` = \'' . $claim . '\'');

        return $rows ? $rows[0] : null;
    }

    /** Writes down what became of a claimed event. Without effect where the lease ran out and another process took it. */
    public function settle(array $event, Answer $answer, string $words, int $now)
    {
        $outcome = $answer->outcome();
        $state = self::WAITING;
        $next = $now;
        if ($outcome === Answer::SENT) {
            $state = self::SENT;
        } elseif ($outcome === Answer::ASIDE) {
            $state = self::ASIDE;
        } else {
            $next = $now + self::pause((int) $event['attempts'], $event['event_id'], $answer->retryAfter);
            if ($next - (int) $event['tried_since'] > self::GIVE_UP_SECONDS) {
                $state = self::ASIDE;
                $words = 'Given up after three days. ' . $words;
            }
        }
        $this->database->execute('UPDATE ' . $this->table . ' SET `state` = \'' . $state . '\', `next_at` = ' . $next
            . ', `claim` = \'\', `reason` = ' . $this->database->quote(substr($words, 0, 255))
            . ' WHERE `id` = ' . (int) $event['id'] . ' AND `claim` = ' . $this->database->quote($event['claim']));
    }

    /** Seconds to the next try. A fifth is added by the event's id, so that not all of them come back in the same second. */
    public static function pause(int $attempts, string $eventId, int $retryAfter): int
    {
        $pause = self::PAUSES[min(max($attempts, 1), count(self::PAUSES)) - 1];
        $pause += (int) (crc32($eventId) % 1000 * $pause / 5000);

        return max($pause, min($retryAfter, 86400));
    }

    public function waiting(int $shop): int
    {
        $rows = $this->database->rows('SELECT COUNT(*) AS `n` FROM ' . $this->table
            . ' WHERE `id_shop` = ' . $shop . ' AND `state` = \'waiting\'');

        return (int) $rows[0]['n'];
    }

    /** @return array[] the newest events that are not on their way: put aside, or waiting after a failed call */
    public function failed(int $shop, int $most): array
    {
        return $this->database->rows('SELECT `id`, `id_order`, `new_status`, `event_id`, `state`, `attempts`, `created_at`, '
            . '`next_at`, `reason` FROM ' . $this->table . ' WHERE `id_shop` = ' . $shop
            . ' AND (`state` = \'aside\' OR (`state` = \'waiting\' AND `reason` <> \'\')) ORDER BY `id` DESC LIMIT ' . $most);
    }

    /** A person wants it sent again: at once, and for another three days. A call that is under way is let finish. */
    public function again(int $shop, int $id, int $now)
    {
        $this->database->execute('UPDATE ' . $this->table . ' SET `tried_since` = ' . $now . ', `next_at` = ' . $now
            . ', `attempts` = 0, `state` = \'waiting\' WHERE `id` = ' . $id . ' AND `id_shop` = ' . $shop
            . ' AND (`state` = \'aside\' OR `state` = \'waiting\' AND (`claim` = \'\' OR `next_at` <= ' . $now . '))');
    }

    public function allAgain(int $shop, int $now)
    {
        $this->database->execute('UPDATE ' . $this->table . ' SET `tried_since` = ' . $now . ', `next_at` = ' . $now
            . ', `attempts` = 0, `state` = \'waiting\' WHERE `id_shop` = ' . $shop . ' AND `state` = \'aside\'');
    }

    public function purge(int $now)
    {
        $this->database->execute('DELETE FROM ' . $this->table . ' WHERE `created_at` < ' . ($now - self::KEEP_SECONDS));
    }
}
