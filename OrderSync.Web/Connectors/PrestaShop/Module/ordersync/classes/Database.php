<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The little the module asks of the shop's database. A command that fails throws. */
interface Database
{
    public function execute(string $sql);

    /** @return array[] */
    public function rows(string $sql): array;

    /** The text as an SQL literal, with its quotes. */
    public function quote(string $text): string;

    /** The table's whole name, quoted. */
    public function table(string $name): string;
}
