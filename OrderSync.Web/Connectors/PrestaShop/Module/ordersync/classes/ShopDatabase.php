<?php

namespace OrderSyncModule;

use Db;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The shop's own connection, to the server that takes writes, and past the shop's cache. */
final class ShopDatabase implements Database
{
    public function execute(string $sql)
    {
        if (!Db::getInstance()->execute($sql, false)) {
            throw new \RuntimeException('The shop\'s database refused a command of the OrderSync module.');
        }
    }

    public function rows(string $sql): array
    {
        $rows = Db::getInstance()->executeS($sql, true, false);
        if (!is_array($rows)) {
            throw new \RuntimeException('The shop\'s database refused a question of the OrderSync module.');
        }

        return $rows;
    }

    public function quote(string $text): string
    {
        return '\'' . pSQL($text, true) . '\'';
    }

    public function table(string $name): string
    {
        return '`' . _DB_PREFIX_ . $name . '`';
    }
}
