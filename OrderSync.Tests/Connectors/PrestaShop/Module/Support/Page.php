<?php
// A page of the shop: php Page.php <arguments as JSON>. Prints "page shown" when it has come to its end, and nothing else.

error_reporting(E_ALL);
ini_set('display_errors', '1');
$arguments = json_decode($argv[1], true);
putenv('SHOP_VERSION=' . (isset($arguments['version']) ? $arguments['version'] : '8.1.2'));
require __DIR__ . '/Shop.php';

// PrestaShop's webservice makes an error 500 of every warning; so does this page.
set_error_handler(function ($level, $text) {
    echo "warning: $text\n";

    return true;
});
Db::open($arguments['database']);
Shop::$several = !empty($arguments['several']);
Db::$broken = !empty($arguments['broken']);
Db::$noisy = !empty($arguments['noisy']);
$module = new Ordersync();
foreach (isset($arguments['changes']) ? $arguments['changes'] : [] as $change) {
    $module->hookActionOrderStatusPostUpdate(isset($change['new'])
        ? array_map(function ($value) {
            return is_array($value) ? (object) $value : $value;
        }, array_filter([
            'id_order' => $change['order'],
            'newOrderStatus' => ['id' => $change['new']],
            'oldOrderStatus' => isset($change['old']) ? ['id' => $change['old']] : null,
        ]))
        : $change);
}
if (!empty($arguments['cron'])) {
    $module->sendDue();
}
echo 'page shown';
