<?php

use OrderSyncModule\Queue;
use OrderSyncModule\ShopDatabase;
use OrderSyncModule\ShopSettings;
use OrderSyncModule\Signer;

/** Whole pages of a shop, each its own PHP process, with the module in it. */
final class ShopPageTest extends TestCase
{
    private $database;

    public function setUp()
    {
        parent::setUp();
        $this->database = $this->folder . '/shop.db';
        new_shop($this->database);
        Shop::$several = false;
        Db::$broken = false;
        (new Ordersync())->install();
    }

    public function A_status_change_reaches_the_hub_signed_on_each_version()
    {
        $this->connect($this->hub() . '/ok');
        $this->shown(['version' => '1.7.8.7', 'changes' => [['order' => 41, 'new' => 3]]]);
        $this->shown(['version' => '8.1.2', 'changes' => [['order' => 41, 'new' => 3, 'old' => 2]]]);
        $this->shown(['version' => '9.1.4', 'changes' => [['order' => 41, 'new' => 3, 'old' => 2]]]);
        $this->shown(['version' => '9.1.4', 'changes' => [['order' => 42, 'new' => 10]]]);
        $events = [];
        foreach ($this->received() as $call) {
            $headers = $call['headers'];
            self::same(Signer::signature(self::SECRET, $headers['webhook-id'], (int) $headers['webhook-timestamp'], $call['body']), $headers['webhook-signature']);
            self::yes(abs(time() - $headers['webhook-timestamp']) < 60, 'The time is now.');
            $event = json_decode($call['body'], true);
            self::same($headers['webhook-id'], $event['eventId']);
            $events[] = [$event['shopOrderId'], $event['reference'], $event['oldStatus'], $event['newStatus']];
        }
        $change = ['41', 'XKBKNABJK', '2', '3'];
        self::same([$change, $change, $change, ['42', 'OHSATSERP', null, '10']], $events);
    }

    public function A_hub_that_is_down_leaves_the_page_alone_and_the_event_goes_later_with_the_same_id()
    {
        $this->connect('http://127.0.0.1:' . self::closedPort() . '/in');
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
        $waiting = Db::$pdo->query('SELECT event_id, body FROM ps_ordersync_event')->fetch(PDO::FETCH_ASSOC);
        $this->connect($this->hub() . '/ok');
        Db::$pdo->exec('UPDATE ps_ordersync_event SET next_at = next_at - 100');
        $this->shown(['cron' => true]);
        self::same(1, count($this->received()));
        self::same($waiting, ['event_id' => $this->received()[0]['headers']['webhook-id'], 'body' => $this->received()[0]['body']]);
        self::same(0, $this->queue()->waiting(1));
    }

    public function A_silent_hub_costs_one_page_two_seconds_and_the_next_ones_nothing()
    {
        $this->connect($this->hub() . '/silent');
        $change = ['changes' => [['order' => 41, 'new' => 3]]];
        self::yes($this->shown($change) < 3.5, 'the first page');
        self::yes($this->shown($change) < 1.0, 'the second page');
        self::same(1, count($this->received()));
        self::same(2, $this->queue()->waiting(1));
    }

    public function Many_changes_at_once_are_all_sent()
    {
        $this->connect($this->hub() . '/ok');
        $this->shown(['changes' => array_fill(0, 15, ['order' => 41, 'new' => 3])]);
        self::same(15, count(array_unique(array_column(array_column($this->received(), 'headers'), 'webhook-id'))));
    }

    public function Broken_answers_and_redirects_leave_the_page_alone()
    {
        $hub = $this->hub();
        foreach (['/noise', '/empty', '/redirect', '/gone', '/fault', '/endless', '/loud'] as $path) {
            $this->connect($hub . $path);
            Db::$pdo->exec('DELETE FROM ps_ordersync_call');
            Db::$pdo->exec('DELETE FROM ps_ordersync_event');
            $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
            self::same($path, $this->received()[count($this->received()) - 1]['path']);
        }
        self::same(7, count($this->received()));
    }

    public function Odd_calls_of_the_hook_and_a_broken_database_leave_the_page_alone()
    {
        $this->connect($this->hub() . '/ok');
        $this->shown(['changes' => [[], ['id_order' => 'x'], ['id_order' => 999999], ['id_order' => 0]]]);
        self::same([], $this->received());
        $this->shown(['changes' => [['id_order' => 41, 'newOrderStatus' => null]]]);
        self::same('3', json_decode($this->received()[0]['body'], true)['newStatus'], 'The order itself says its status.');
        $this->shown(['broken' => true, 'changes' => [['order' => 41, 'new' => 3]]]);
        $this->shown(['noisy' => true, 'changes' => [['order' => 41, 'new' => 3]]]);
        Db::$pdo->exec('DROP TABLE ps_ordersync_event');
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
        Db::$pdo->exec('DROP TABLE ps_orders');
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
        self::same(2, count($this->received()));
    }

    public function It_works_without_curl()
    {
        $this->connect($this->hub() . '/ok');
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]], ['disable_functions=curl_init']);
        self::same('ordersync-prestashop/1.0', strtolower($this->received()[0]['headers']['user-agent']));
        self::yes(!isset($this->received()[0]['headers']['expect']), '');
        $this->connect('http://127.0.0.1:' . self::closedPort() . '/in');
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]], ['disable_functions=curl_init,stream_socket_client']);
        self::same(1, $this->queue()->waiting(1));
    }

    public function Processes_at_the_same_moment_send_each_event_once()
    {
        $this->connect($this->hub() . '/ok');
        for ($i = 0; $i < 18; ++$i) {
            $this->queue()->add(1, 41, '3', "event-$i", '{}', time());
        }
        $pages = [];
        for ($i = 0; $i < 4; ++$i) {
            $pages[] = $this->begin(['database' => $this->database, 'cron' => true]);
        }
        foreach ($pages as $page) {
            list($output, $code) = $this->finish($page);
            self::same(['page shown', 0], [$output, $code]);
        }
        $ids = array_column(array_column($this->received(), 'headers'), 'webhook-id');
        self::same(18, count($ids));
        self::same(18, count(array_unique($ids)));
    }

    public function Nothing_is_kept_while_it_is_off_or_has_no_address()
    {
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
        $this->connect($this->hub() . '/ok', 1, false);
        $this->shown(['changes' => [['order' => 41, 'new' => 3]]]);
        self::same(0, $this->queue()->waiting(1));
        self::same([], $this->received());
    }

    public function Each_shop_of_a_multistore_has_its_own_settings()
    {
        $hub = $this->hub();
        // What was stored when the first shop was alone must not count for the second one.
        $this->connect($hub . '/ok');
        $this->shown(['several' => true, 'changes' => [['order' => 43, 'new' => 2]]]);
        self::same([], $this->received());
        Shop::$several = true;
        $this->connect($hub . '/ok', 2);
        $this->shown(['several' => true, 'changes' => [['order' => 43, 'new' => 2], ['order' => 41, 'new' => 3]]]);
        self::same(['43', '41'], array_map(function ($call) {
            return json_decode($call['body'], true)['shopOrderId'];
        }, $this->received()));
    }

    private function connect(string $address, int $shop = 1, bool $on = true)
    {
        $settings = new ShopSettings($shop);
        $settings->address = $address;
        $settings->secret = self::SECRET;
        $settings->on = $on;
        $settings->save();
    }

    private function queue(): Queue
    {
        return new Queue(new ShopDatabase());
    }

    /** @return float seconds */
    private function shown(array $arguments, array $options = []): float
    {
        list($output, $code, $seconds) = $this->page($arguments + ['database' => $this->database], $options);
        self::same(['page shown', 0], [$output, $code]);

        return $seconds;
    }
}
