<?php

use OrderSyncModule\ShopSettings;

final class SettingsPageTest extends TestCase
{
    public function setUp()
    {
        parent::setUp();
        new_shop($this->folder . '/shop.db');
        Shop::$several = false;
        Shop::$context = Shop::CONTEXT_SHOP;
        $_POST = [];
        (new Ordersync())->install();
    }

    public function tearDown()
    {
        $_POST = [];
        parent::tearDown();
    }

    public function Address_secret_and_switch_are_stored_and_the_secret_is_never_shown()
    {
        self::yes(strpos($this->press(['submitOrdersync' => 1] + $this->values()), '[done: Saved.]') === 0, 'saved');
        $settings = ShopSettings::load(1);
        self::same(['https://hub.example/in/order-status/k', self::SECRET, true], [$settings->address, $settings->secret, $settings->on]);
        foreach ([$this->open(), $this->press(['submitOrdersync' => 1, 'ORDERSYNC_SECRET' => self::SECRET, 'ORDERSYNC_ADDRESS' => ''] + $this->values())] as $page) {
            self::yes(strpos(stripslashes($page), substr(self::SECRET, 6)) === false, 'The secret is on the page.');
        }
        self::yes(strpos($this->open(), 'Stored. Leave it empty to keep it.') !== false, 'It is said that it is stored.');
    }

    public function An_empty_secret_keeps_the_stored_one()
    {
        $this->press(['submitOrdersync' => 1] + $this->values());
        $this->press(['submitOrdersync' => 1, 'ORDERSYNC_SECRET' => '', 'ORDERSYNC_ON' => '0'] + $this->values());
        $settings = ShopSettings::load(1);
        self::same([self::SECRET, false], [$settings->secret, $settings->on]);
    }

    public function Wrong_values_are_refused_with_the_remedy()
    {
        foreach ([['ORDERSYNC_ADDRESS', 'hub.example'], ['ORDERSYNC_ADDRESS', ['x']], ['ORDERSYNC_SECRET', 'secret'], ['ORDERSYNC_SECRET', '']] as $wrong) {
            $page = $this->press(['submitOrdersync' => 1, $wrong[0] => $wrong[1]] + $this->values());
            self::yes(strpos($page, '[wrong: ') === 0, json_encode($wrong) . $page);
            self::same('', ShopSettings::load(1)->address);
        }
    }

    public function A_form_of_somebody_else_changes_nothing()
    {
        foreach (['', 'x', ['x'], null] as $token) {
            $page = $this->press(['submitOrdersync' => 1, 'ordersync_token' => $token] + $this->values());
            self::yes(strpos($page, '[wrong: The page was too old.') === 0, $page);
            self::same('', ShopSettings::load(1)->address);
        }
    }

    public function The_test_sends_the_newest_order_with_the_status_it_has()
    {
        $this->press(['submitOrdersync' => 1, 'ORDERSYNC_ADDRESS' => $this->hub() . '/ok'] + $this->values());
        $page = $this->press(['ordersyncTest' => 1]);
        self::yes(strpos($page, '[done: Received (202).]') === 0, $page);
        $event = json_decode($this->received()[0]['body'], true);
        self::same(['42', '10', '10'], [$event['shopOrderId'], $event['oldStatus'], $event['newStatus']]);
        self::yes(strpos($page, 'http') !== false && strpos($page, 'not encrypted') !== false, 'http is warned of');
        self::same('Received (202).', $this->values_of_the_template()['ordersync_calls'][0]['result']);
    }

    public function A_test_that_fails_says_why()
    {
        $this->press(['submitOrdersync' => 1, 'ORDERSYNC_ADDRESS' => $this->hub() . '/refused'] + $this->values());
        self::yes(strpos($this->press(['ordersyncTest' => 1]), '[wrong: Refused (401). Check the secret') === 0, 'refused');
        Db::$pdo->exec('DELETE FROM ps_orders');
        self::yes(strpos($this->press(['ordersyncTest' => 1]), '[wrong: There is no order in this shop yet.') === 0, 'no order');
    }

    public function A_failed_event_is_shown_and_can_be_sent_again()
    {
        $this->press(['submitOrdersync' => 1] + $this->values());
        (new Ordersync())->queue()->add(1, 41, '3', 'the-event', '{}', time());
        Db::$pdo->exec('UPDATE ps_ordersync_event SET state = \'aside\', reason = \'<b>why</b>\'');
        $this->open();
        $values = $this->values_of_the_template();
        $event = $values['ordersync_failed'][0];
        self::same(['the-event', '<b>why</b>', 'Processing'], [$event['event_id'], $event['reason'], $event['status']]);
        $this->press(['ordersyncAgain' => $event['id']]);
        self::same(1, $this->values_of_the_template()['ordersync_waiting']);
    }

    public function Every_value_in_the_template_is_escaped()
    {
        preg_match_all('/\{\$[^}]*\}/', file_get_contents(MODULE_FOLDER . '/views/templates/admin/state.tpl'), $places);
        self::yes(count($places[0]) > 15, 'found');
        foreach ($places[0] as $place) {
            self::yes(preg_match('/\|(escape:\'html\':\'UTF-8\'|intval)\}$/', $place), $place);
        }
    }

    public function In_a_multistore_one_shop_must_be_chosen()
    {
        Shop::$several = true;
        Shop::$context = Shop::CONTEXT_ALL;
        self::same('[warning: Choose one shop at the top of the page: each shop has its own settings.]', (new Ordersync())->getContent());
    }

    public function The_cron_address_holds_a_long_random_token()
    {
        $this->open();
        self::yes(preg_match('/token=[0-9a-f]{40}$/', $this->values_of_the_template()['ordersync_cron']), 'token');
    }

    public function Uninstalling_leaves_nothing()
    {
        $this->press(['submitOrdersync' => 1] + $this->values());
        (new Ordersync())->uninstall();
        self::same([], Db::$pdo->query('SELECT name FROM sqlite_master WHERE name LIKE \'%ordersync%\'')->fetchAll());
        self::same([], Db::$pdo->query('SELECT * FROM configuration')->fetchAll());
    }

    private function values(): array
    {
        return ['ORDERSYNC_ADDRESS' => 'https://hub.example/in/order-status/k', 'ORDERSYNC_SECRET' => self::SECRET, 'ORDERSYNC_ON' => '1'];
    }

    private function open(): string
    {
        $_POST = [];

        return $this->content();
    }

    private function press(array $post): string
    {
        $_POST = $post + ['ordersync_token' => hash_hmac('sha256', 'ordersync 7', _COOKIE_KEY_)];

        return $this->content();
    }

    /** The page, and what it leaves to be sent afterwards is not sent: the shop of this test is gone then. */
    private function content(): string
    {
        return (new Ordersync())->getContent();
    }

    private function values_of_the_template(): array
    {
        return Context::getContext()->smarty->values;
    }
}
