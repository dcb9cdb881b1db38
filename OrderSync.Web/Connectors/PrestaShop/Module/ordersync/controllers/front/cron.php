<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

/** Sends events that could not be sent before. Called by the server's cron, with the token of the settings page. */
class OrdersyncCronModuleFrontController extends ModuleFrontController
{
    /** Everything is done here: what PrestaShop would do next (maintenance page, redirects, visit counting) is not wanted. */
    public function init(): void
    {
        $token = Tools::getValue('token');
        $known = (string) Configuration::getGlobalValue('ORDERSYNC_CRON_TOKEN');
        header('Content-Type: text/plain; charset=utf-8');
        header('Cache-Control: no-store');
        header('X-Robots-Tag: noindex');
        if (!is_string($token) || $known === '' || !hash_equals($known, $token)) {
            header('HTTP/1.1 403 Forbidden');
            exit('The token is not right.');
        }
        try {
            $text = 'Calls made: ' . (int) $this->module->sendDue();
        } catch (\Throwable $failure) {
            header('HTTP/1.1 500 Internal Server Error');
            $text = 'The events could not be read. See the shop\'s logs.';
        }
        exit($text);
    }
}
