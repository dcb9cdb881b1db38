<?php

namespace OrderSyncModule;

use Configuration;

if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * The settings of one shop. Each shop of a multistore has its own, as each is an integration of its own in the hub. A shop
 * without any would inherit those of the group or of all shops: the stored shop id shows whose they are.
 */
final class ShopSettings
{
    const KEYS = ['ORDERSYNC_SHOP', 'ORDERSYNC_ADDRESS', 'ORDERSYNC_SECRET', 'ORDERSYNC_ON'];

    /** @var int */
    public $shop;
    /** @var string */
    public $address = '';
    /** @var string */
    public $secret = '';
    /** @var bool */
    public $on = false;

    public function __construct(int $shop)
    {
        $this->shop = $shop;
    }

    public static function load(int $shop): self
    {
        $settings = new self($shop);
        if ((int) Configuration::get('ORDERSYNC_SHOP', null, null, $shop) === $shop) {
            $settings->address = (string) Configuration::get('ORDERSYNC_ADDRESS', null, null, $shop);
            $settings->secret = (string) Configuration::get('ORDERSYNC_SECRET', null, null, $shop);
            $settings->on = (bool) Configuration::get('ORDERSYNC_ON', null, null, $shop);
        }

        return $settings;
    }

    public function save(): bool
    {
        $done = Configuration::updateValue('ORDERSYNC_ADDRESS', $this->address, false, null, $this->shop);
        $done = Configuration::updateValue('ORDERSYNC_SECRET', $this->secret, false, null, $this->shop) && $done;
        $done = Configuration::updateValue('ORDERSYNC_ON', (int) $this->on, false, null, $this->shop) && $done;

        return Configuration::updateValue('ORDERSYNC_SHOP', $this->shop, false, null, $this->shop) && $done;
    }

    public function ready(): bool
    {
        return $this->on && $this->complete();
    }

    public function complete(): bool
    {
        return Address::parse($this->address) !== null && Signer::key($this->secret) !== null;
    }
}
