<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

foreach (['Event', 'Signer', 'Address', 'Answer', 'Transport', 'CurlTransport', 'SocketTransport', 'Database', 'ShopDatabase',
    'Queue', 'CallLog', 'ShopSettings', 'Dispatcher', 'Defaults', 'SettingsPage'] as $name) {
    require_once __DIR__ . '/' . $name . '.php';
}
