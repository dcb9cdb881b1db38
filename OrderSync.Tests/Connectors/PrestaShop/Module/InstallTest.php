<?php

use OrderSyncModule\ShopSettings;

/** The values that OrderSync puts into the download, on a copy of the module's folder: they are deleted from it. */
final class InstallTest extends TestCase
{
    public function The_values_of_the_download_are_taken_over_once_and_the_file_goes()
    {
        $this->copy();
        self::same("installed\nhttps://hub.example/in/order-status/k'\\\n" . self::SECRET . "\non\n", $this->php(
            'echo $m->install() ? "installed\n" : "no"; $s = OrderSyncModule\ShopSettings::load(1); echo $s->address, "\n", $s->secret, "\n", $s->on ? "on\n" : "";'
        ));
        self::yes(!is_file($this->folder . '/ordersync/config/defaults.php'), 'The file is still there.');
    }

    public function In_a_multistore_they_wait_for_a_person_to_choose_the_shop()
    {
        $this->copy();
        self::same("waiting\ntaken\ngone\n", $this->php(
            'Shop::$several = true; $m->install(); $d = $m->defaults(); echo $d->waiting() ? "waiting\n" : "";'
            . '$_POST = ["ordersyncTakeOver" => "1", "ordersync_token" => hash_hmac("sha256", "ordersync 7", _COOKIE_KEY_)]; $m->getContent();'
            . 'echo OrderSyncModule\ShopSettings::load(1)->complete() ? "taken\n" : ""; echo $m->defaults()->waiting() ? "" : "gone\n";'
        ));
    }

    public function Values_that_are_not_valid_are_not_taken()
    {
        $this->copy(['address' => 'no address', 'secret' => self::SECRET]);
        self::same("installed\nempty\n", $this->php(
            'echo $m->install() ? "installed\n" : "no"; echo OrderSyncModule\ShopSettings::load(1)->address === "" ? "empty\n" : "";'
        ));
    }

    public function The_file_shows_nothing_when_called_over_the_web()
    {
        $this->copy();
        $output = [];
        exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($this->folder . '/ordersync/config/defaults.php'), $output);
        self::same([], $output);
    }

    private function copy(array $values = ['address' => 'https://hub.example/in/order-status/k\'\\', 'secret' => self::SECRET])
    {
        $files = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator(MODULE_FOLDER, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::SELF_FIRST
        );
        mkdir($this->folder . '/ordersync');
        foreach ($files as $file) {
            $target = $this->folder . '/ordersync/' . substr((string) $file, strlen(MODULE_FOLDER) + 1);
            $file->isDir() ? mkdir($target) : copy((string) $file, $target);
        }
        file_put_contents($this->folder . '/ordersync/config/defaults.php', "<?php\nif (!defined('_PS_VERSION_')) {\n    exit;\n}\n\nreturn "
            . var_export($values, true) . ";\n");
    }

    private function php(string $code): string
    {
        file_put_contents($this->folder . '/try.php', '<?php error_reporting(E_ALL); require ' . var_export(__DIR__ . '/Support/Shop.php', true)
            . '; new_shop(' . var_export($this->folder . '/shop.db', true) . '); $m = new Ordersync(); ' . $code);

        return (string) shell_exec('MODULE_FOLDER=' . escapeshellarg($this->folder . '/ordersync') . ' ' . escapeshellarg(PHP_BINARY) . ' '
            . escapeshellarg($this->folder . '/try.php') . ' 2>&1');
    }
}
