<?php

/** The address for cron, each call its own PHP process. */
final class CronTest extends TestCase
{
    public function Only_the_right_token_sends()
    {
        $hub = $this->hub();
        new_shop($this->folder . '/shop.db');
        Shop::$several = false;
        $module = new Ordersync();
        $module->install();
        $settings = new OrderSyncModule\ShopSettings(1);
        $settings->address = $hub . '/ok';
        $settings->secret = self::SECRET;
        $settings->on = true;
        $settings->save();
        $module->queue()->add(1, 41, '3', 'the-event', '{}', time());
        foreach (['[]', '["token" => ""]', '["token" => "x"]', '["token" => ["x"]]'] as $get) {
            self::same('The token is not right.', $this->call($get), $get);
        }
        self::same([], $this->received());
        $token = var_export(Configuration::getGlobalValue('ORDERSYNC_CRON_TOKEN'), true);
        self::same('Calls made: 1', $this->call('["token" => ' . $token . ']'));
        self::same('Calls made: 0', $this->call('["token" => ' . $token . ']'));
        Configuration::deleteByName('ORDERSYNC_CRON_TOKEN');
        self::same('The token is not right.', $this->call('["token" => ""]'), 'A missing token is not an empty one.');
        self::same(1, count($this->received()));
    }

    private function call(string $get): string
    {
        file_put_contents($this->folder . '/cron.php', '<?php error_reporting(E_ALL); require ' . var_export(__DIR__ . '/Support/Shop.php', true)
            . '; require MODULE_FOLDER . "/controllers/front/cron.php"; Db::open(' . var_export($this->folder . '/shop.db', true) . '); $_GET = ' . $get
            . '; $c = new OrdersyncCronModuleFrontController(); $c->module = new Ordersync(); $c->init();');

        return (string) shell_exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($this->folder . '/cron.php') . ' 2>&1');
    }
}
