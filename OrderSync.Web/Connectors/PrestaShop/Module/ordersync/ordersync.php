<?php
/**
 * OrderSync for PrestaShop 1.7, 8 and 9: tells OrderSync at once when the status of an order changes.
 */

use OrderSyncModule\CallLog;
use OrderSyncModule\CurlTransport;
use OrderSyncModule\Defaults;
use OrderSyncModule\Dispatcher;
use OrderSyncModule\Event;
use OrderSyncModule\Queue;
use OrderSyncModule\SettingsPage;
use OrderSyncModule\ShopDatabase;
use OrderSyncModule\ShopSettings;
use OrderSyncModule\SocketTransport;
use OrderSyncModule\Transport;

if (!defined('_PS_VERSION_')) {
    exit;
}

require_once __DIR__ . '/classes/load.php';

class Ordersync extends Module
{
    /** @var bool[] shops with news in this request, by id: whether to send even though a call failed a moment ago */
    private static $news = [];

    public function __construct()
    {
        $this->name = 'ordersync';
        $this->tab = 'shipping_logistics';
        $this->version = '1.0.0';
        $this->author = 'OrderSync';
        $this->need_instance = 0;
        $this->bootstrap = true;
        $this->ps_versions_compliancy = ['min' => '1.7.0.0', 'max' => '9.99.99'];
        parent::__construct();
        $this->displayName = $this->l('OrderSync');
        $this->description = $this->l('Tells OrderSync at once when the status of an order changes.');
        $this->confirmUninstall = $this->l('The settings and the events that were not sent yet will be deleted. Continue?');
    }

    public function install(): bool
    {
        if (!parent::install() || !$this->registerHook('actionOrderStatusPostUpdate')) {
            return false;
        }
        $this->queue()->create(_MYSQL_ENGINE_);
        $this->log()->create(_MYSQL_ENGINE_);
        Configuration::updateGlobalValue('ORDERSYNC_CRON_TOKEN', bin2hex(random_bytes(20)));
        // In a multistore a person says on the settings page for which shop the values are.
        if (!Shop::isFeatureActive()) {
            $this->defaults()->takeOver(new ShopSettings((int) Context::getContext()->shop->id));
        }

        return true;
    }

    public function uninstall(): bool
    {
        $this->queue()->drop();
        $this->log()->drop();
        foreach (array_merge(ShopSettings::KEYS, ['ORDERSYNC_CRON_TOKEN', 'ORDERSYNC_TAKEN']) as $key) {
            Configuration::deleteByName($key);
        }

        return (bool) parent::uninstall();
    }

    /** PrestaShop has saved the new status. Whatever happens in here, the shop goes on. */
    public function hookActionOrderStatusPostUpdate($params)
    {
        $this->quietly(function () use ($params) {
            $this->remember($params);
        });
    }

    public function getContent()
    {
        $page = new SettingsPage($this, $this->context);

        return $page->show();
    }

    /** Called by cron: sends what is due, for all shops. */
    public function sendDue(): int
    {
        $calls = 0;
        $deadline = microtime(true) + Dispatcher::SECONDS;
        foreach (Shop::getShops(true, null, true) as $shop) {
            $calls += $this->dispatcher()->run(ShopSettings::load((int) $shop), $deadline - microtime(true));
        }

        return $calls;
    }

    /** Sends when the page has been answered, so that nobody waits for the hub. */
    public function sendAfterwards(int $shop, bool $anyway = false)
    {
        if (!self::$news) {
            register_shutdown_function(function () {
                // Registered once more from here it runs after all the others, which may still have something to say.
                register_shutdown_function(function () {
                    $this->quietly(function () {
                        $this->sendNews();
                    });
                });
            });
        }
        self::$news[$shop] = $anyway || !empty(self::$news[$shop]);
    }

    public function queue(): Queue
    {
        return new Queue(new ShopDatabase());
    }

    public function log(): CallLog
    {
        return new CallLog(new ShopDatabase());
    }

    public function defaults(): Defaults
    {
        return new Defaults(__DIR__);
    }

    public function dispatcher(): Dispatcher
    {
        $transport = function_exists('curl_init') ? new CurlTransport() : new SocketTransport();

        return new Dispatcher($this->queue(), $this->log(), $transport, 'time');
    }

    private function remember(array $params)
    {
        $order = isset($params['id_order']) ? (int) $params['id_order'] : 0;
        $database = new ShopDatabase();
        $rows = $order < 1 ? [] : $database->rows('SELECT `id_shop`, `reference`, `current_state` FROM '
            . $database->table('orders') . ' WHERE `id_order` = ' . $order);
        $settings = $rows ? ShopSettings::load((int) $rows[0]['id_shop']) : null;
        if ($settings === null || !$settings->ready()) {
            return;
        }
        $new = $this->stateId($params, 'newOrderStatus');
        $new = $new === null ? (string) $rows[0]['current_state'] : $new;
        $old = $this->stateId($params, 'oldOrderStatus');
        if ($old === null) {
            $old = $this->statusBefore($database, $order, $new);
        }
        $id = Event::newId();
        $now = time();
        $body = Event::json($order, $rows[0]['reference'], $old, $new, $now, $id);
        $this->queue()->add($settings->shop, $order, $new, $id, $body, $now);
        $this->sendAfterwards($settings->shop);
    }

    /** @return string|null */
    private function stateId(array $params, string $name)
    {
        $state = isset($params[$name]) ? $params[$name] : null;
        $id = is_object($state) && isset($state->id) ? $state->id : $state;

        return is_numeric($id) && (int) $id > 0 ? (string) (int) $id : null;
    }

    /** @return string|null */
    private function statusBefore(ShopDatabase $database, int $order, string $new)
    {
        $rows = $database->rows('SELECT `id_order_state` FROM ' . $database->table('order_history') . ' WHERE `id_order` = '
            . $order . ' ORDER BY `id_order_history` DESC LIMIT 5');

        return Event::statusBefore(array_column($rows, 'id_order_state'), $new);
    }

    private function sendNews()
    {
        // Where the page cannot be sent off first, its reader waits: then two seconds have to do.
        $deadline = microtime(true) + ($this->answerFirst() ? Dispatcher::SECONDS : Transport::TOTAL_SECONDS);
        $news = self::$news;
        self::$news = [];
        foreach ($news as $shop => $anyway) {
            $settings = ShopSettings::load($shop);
            $left = $deadline - microtime(true);
            $anyway ? $this->dispatcher()->run($settings, $left) : $this->dispatcher()->now($settings, $left);
        }
    }

    private function answerFirst(): bool
    {
        ignore_user_abort(true);
        // PrestaShop writes its cookie when the program ends, which would be too late now.
        $cookie = Context::getContext()->cookie;
        if (is_object($cookie) && method_exists($cookie, 'write')) {
            $cookie->write();
        }
        // The same visitor's next page waits for the session.
        if (session_status() === PHP_SESSION_ACTIVE) {
            session_write_close();
        }
        foreach (['fastcgi_finish_request', 'litespeed_finish_request'] as $finish) {
            if (function_exists($finish)) {
                return (bool) $finish();
            }
        }

        return PHP_SAPI === 'cli';
    }

    /**
     * Nothing leaves this: no exception, and no warning either, as PrestaShop's webservice makes an error 500 of warnings.
     */
    private function quietly(callable $work)
    {
        set_error_handler(function () {
            return true;
        });
        try {
            $work();
        } catch (\Throwable $failure) {
            $this->tell($failure);
        } finally {
            restore_error_handler();
        }
    }

    private function tell(\Throwable $failure)
    {
        try {
            // Without its message, which may hold anything.
            PrestaShopLogger::addLog('OrderSync: ' . get_class($failure) . ' in ' . basename($failure->getFile()) . ', line '
                . $failure->getLine(), 2, null, 'Module', null, true);
        } catch (\Throwable $again) {
            // The shop goes on all the same.
        }
    }
}
