<?php

namespace OrderSyncModule;

use Configuration;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The address and the secret that OrderSync put into the download. They are taken over once, then the file goes. */
final class Defaults
{
    /** @var string */
    private $file;

    public function __construct(string $folder)
    {
        $this->file = $folder . '/config/defaults.php';
    }

    /** Whether there are values that were not taken over yet. */
    public function waiting(): bool
    {
        return $this->read() !== null;
    }

    /** Whether the file is still there: then it could be neither deleted nor emptied. */
    public function left(): bool
    {
        return strpos($this->text(), Signer::PREFIX) !== false;
    }

    /** @return bool false where there is nothing to take over, or it could not be stored: then the file stays */
    public function takeOver(ShopSettings $settings): bool
    {
        $values = $this->read();
        if ($values === null) {
            return false;
        }
        $settings->address = $values['address'];
        $settings->secret = $values['secret'];
        $settings->on = true;
        if (!$settings->complete() || !$settings->save()
            || !Configuration::updateGlobalValue('ORDERSYNC_TAKEN', hash('sha256', $this->text()))) {
            return false;
        }
        $this->remove();

        return true;
    }

    /** @return string[]|null */
    private function read()
    {
        $text = $this->text();
        if (strpos($text, Signer::PREFIX) === false
            || hash('sha256', $text) === (string) Configuration::getGlobalValue('ORDERSYNC_TAKEN')) {
            return null;
        }
        $values = include $this->file;

        return is_array($values) && isset($values['address'], $values['secret'])
            && is_string($values['address']) && is_string($values['secret']) ? $values : null;
    }

    /** Read anew each time: an emptied file may still be remembered by PHP's cache. */
    private function text(): string
    {
        return is_file($this->file) ? (string) file_get_contents($this->file) : '';
    }

    /** Empties the file first: where the folder cannot be changed, the file often can. */
    private function remove()
    {
        @file_put_contents($this->file, "<?php\nexit;\n");
        if (function_exists('opcache_invalidate')) {
            @opcache_invalidate($this->file, true);
        }

        @unlink($this->file);
    }
}
