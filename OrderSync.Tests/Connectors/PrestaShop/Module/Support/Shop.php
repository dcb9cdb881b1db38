<?php
// The part of PrestaShop that the module touches, on a SQLite file, as far as the module can see it.

define('_PS_VERSION_', getenv('SHOP_VERSION') ?: '8.1.2');
define('_DB_PREFIX_', 'ps_');
define('_MYSQL_ENGINE_', 'InnoDB');
define('_COOKIE_KEY_', 'the-cookie-key-of-this-shop');

/** Errors are answered with false, as the shop does outside its debug mode. */
class Db
{
    /** @var PDO */
    public static $pdo;
    public static $broken = false;
    public static $noisy = false;

    public static function open(string $file)
    {
        self::$pdo = new PDO('sqlite:' . $file, null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 20]);
    }

    public static function getInstance()
    {
        return new self();
    }

    public function execute($sql, $useCache = true)
    {
        if (self::$broken) {
            return false;
        }
        // SQLite spells the creation of tables otherwise.
        $sql = str_replace('INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY', 'INTEGER PRIMARY KEY AUTOINCREMENT', $sql);
        $sql = preg_replace(['/\) ENGINE=.*$/s', '/UNIQUE KEY `\w+`/', '/,\s*KEY `\w+` \([^)]*\)/'], [')', 'UNIQUE', ''], $sql);
        self::$pdo->exec($sql);

        return true;
    }

    public function executeS($sql, $array = true, $useCache = true)
    {
        if (self::$noisy) {
            trigger_error('Something of the shop is out of date.', E_USER_DEPRECATED);
        }
        if ($useCache) {
            throw new Exception('An answer of the shop\'s cache is of no use to the module.');
        }

        return self::$broken ? false : self::$pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }
}

function pSQL($text, $html = false)
{
    return str_replace('\'', '\'\'', $html ? $text : strip_tags($text));
}

class Configuration
{
    public static function get($key, $language = null, $group = null, $shop = null)
    {
        $sql = 'SELECT value FROM configuration WHERE name = ' . Db::$pdo->quote($key) . ' AND (shop = ' . (int) $shop
            . ' OR shop = 0) ORDER BY shop DESC LIMIT 1';

        return Db::$pdo->query($sql)->fetchColumn();
    }

    public static function updateValue($key, $value, $html = false, $group = null, $shop = null)
    {
        // A shop that is the only one stores its values for all.
        $shop = Shop::$several ? (int) $shop : 0;

        return Db::$pdo->prepare('REPLACE INTO configuration (name, shop, value) VALUES (?, ?, ?)')->execute([$key, $shop, $value]);
    }

    public static function getGlobalValue($key)
    {
        return self::get($key);
    }

    public static function updateGlobalValue($key, $value)
    {
        return self::updateValue($key, $value, false, null, 0);
    }

    public static function deleteByName($key)
    {
        Db::$pdo->exec('DELETE FROM configuration WHERE name = ' . Db::$pdo->quote($key));
    }
}

class Shop
{
    const CONTEXT_SHOP = 1;
    const CONTEXT_ALL = 4;
    public static $several = false;
    public static $context = self::CONTEXT_SHOP;
    public $id = 1;

    public static function isFeatureActive()
    {
        return self::$several;
    }

    public static function getContext()
    {
        return self::$context;
    }

    public static function getShops($active = true, $group = null, $ids = false)
    {
        return self::$several ? [1 => 1, 2 => 2] : [1 => 1];
    }
}

class Context
{
    public $shop;
    public $language;
    public $employee;
    public $cookie;
    public $link;
    public $smarty;
    private static $one;

    public static function getContext()
    {
        if (!self::$one) {
            self::$one = new self();
            self::$one->shop = new Shop();
            self::$one->language = (object) ['id' => 1];
            self::$one->employee = (object) ['id' => 7];
            self::$one->cookie = new Cookie();
            self::$one->link = new Link();
            self::$one->smarty = new Smarty();
        }

        return self::$one;
    }
}

class Cookie
{
    public $written = 0;

    public function write()
    {
        ++$this->written;
    }
}

class Link
{
    public function getModuleLink($module, $controller, $values = [], $secure = null, $language = null, $shop = null)
    {
        return 'https://shop.example/module/' . $module . '/' . $controller . '?' . http_build_query($values);
    }
}

class Smarty
{
    public $values = [];

    public function assign(array $values)
    {
        $this->values = $values;
    }

    public function fetch($file)
    {
        if (!is_file($file)) {
            throw new Exception("There is no template $file.");
        }

        return json_encode($this->values);
    }
}

class Module
{
    public $name;
    public $tab;
    public $version;
    public $author;
    public $need_instance;
    public $bootstrap;
    public $ps_versions_compliancy;
    public $displayName;
    public $description;
    public $confirmUninstall;
    public $context;
    public $hooks = [];

    public function __construct()
    {
        $this->context = Context::getContext();
    }

    public function install()
    {
        return true;
    }

    public function uninstall()
    {
        return true;
    }

    public function registerHook($name)
    {
        $this->hooks[] = $name;

        return true;
    }

    public function getLocalPath()
    {
        return MODULE_FOLDER . '/';
    }

    public function l($text, $file = false)
    {
        return $text;
    }

    public function displayConfirmation($html)
    {
        return '[done: ' . $html . ']';
    }

    public function displayError($html)
    {
        return '[wrong: ' . $html . ']';
    }

    public function displayWarning($html)
    {
        return '[warning: ' . $html . ']';
    }
}

class Tools
{
    public static function getValue($name, $default = false)
    {
        return isset($_POST[$name]) ? $_POST[$name] : (isset($_GET[$name]) ? $_GET[$name] : $default);
    }

    public static function getAdminTokenLite($name)
    {
        return 'token-of-' . $name;
    }
}

class AdminController
{
    public static $currentIndex = 'index.php?controller=AdminModules';
}

class HelperForm
{
    public $module;
    public $table;
    public $name_controller;
    public $token;
    public $currentIndex;
    public $submit_action;
    public $default_form_language;
    public $fields_value;

    public function generateForm($form)
    {
        foreach ($form[0]['form']['input'] as $input) {
            if (!array_key_exists($input['name'], $this->fields_value)) {
                throw new Exception("The field {$input['name']} has no value.");
            }
        }

        return json_encode([$form, $this->fields_value]);
    }
}

class PrestaShopLogger
{
    public static $lines = [];

    public static function addLog($text, $severity = 1, $code = null, $type = null, $id = null, $duplicates = false)
    {
        self::$lines[] = $text;
    }
}

class ModuleFrontController
{
    public $module;

    public function init()
    {
    }
}

/** Makes a shop with two orders: 41 (status 3, was 2, was 10) and 42 (new). */
function new_shop(string $file)
{
    Db::open($file);
    foreach ([
        'CREATE TABLE configuration (name TEXT, shop INT, value TEXT, PRIMARY KEY (name, shop))',
        'CREATE TABLE ps_orders (id_order INTEGER PRIMARY KEY, id_shop INT, reference TEXT, current_state INT)',
        'CREATE TABLE ps_order_history (id_order_history INTEGER PRIMARY KEY, id_order INT, id_order_state INT)',
        'CREATE TABLE ps_order_state_lang (id_order_state INT, id_lang INT, name TEXT)',
        'INSERT INTO ps_order_state_lang VALUES (3, 1, \'Processing\'), (3, 2, \'W toku\')',
        'INSERT INTO ps_orders VALUES (41, 1, \'XKBKNABJK\', 3), (42, 1, \'OHSATSERP\', 10), (43, 2, \'UOYEVOLI\', 2)',
        'INSERT INTO ps_order_history VALUES (1, 41, 10), (2, 41, 2)',
    ] as $sql) {
        Db::$pdo->exec($sql);
    }
}

if (!defined('MODULE_FOLDER')) {
    define('MODULE_FOLDER', getenv('MODULE_FOLDER') ?: dirname(__DIR__, 5) . '/OrderSync.Web/Connectors/PrestaShop/Module/ordersync');
}
require_once MODULE_FOLDER . '/ordersync.php';
