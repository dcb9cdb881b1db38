<?php

namespace OrderSyncModule;

use AdminController;
use Configuration;
use Context;
use HelperForm;
use Ordersync;
use Shop;
use Tools;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** The module's page in the Back Office. */
final class SettingsPage
{
    const LOG_ROWS = 50;

    /** @var Ordersync */
    private $module;
    /** @var Context */
    private $context;
    /** @var ShopSettings */
    private $settings;

    public function __construct(Ordersync $module, Context $context)
    {
        $this->module = $module;
        $this->context = $context;
    }

    public function show(): string
    {
        if (Shop::isFeatureActive() && Shop::getContext() !== Shop::CONTEXT_SHOP) {
            return $this->module->displayWarning(
                $this->module->l('Choose one shop at the top of the page: each shop has its own settings.', 'settingspage')
            );
        }
        $this->settings = ShopSettings::load((int) $this->context->shop->id);
        $messages = $this->act();
        if (!Shop::isFeatureActive() && $this->module->defaults()->takeOver($this->settings)) {
            $messages .= $this->done($this->module->l('The address and the secret of the download are stored.', 'settingspage'));
        }
        $page = $messages . $this->warnings() . $this->form() . $this->state();
        // What waits is sent when this page has been shown.
        $this->module->sendAfterwards($this->settings->shop, isset($_POST['ordersyncAgain']) || isset($_POST['ordersyncAllAgain']));

        return $page;
    }

    /** Does what a button asks for. */
    private function act(): string
    {
        $names = ['submitOrdersync', 'ordersyncTest', 'ordersyncAgain', 'ordersyncAllAgain', 'ordersyncTakeOver'];
        $asked = array_values(array_intersect($names, array_keys($_POST)));
        if (!$asked) {
            return '';
        }
        $token = Tools::getValue('ordersync_token');
        if (!is_string($token) || !hash_equals($this->token(), $token)) {
            return $this->wrong($this->module->l('The page was too old. Try again.', 'settingspage'));
        }
        switch ($asked[0]) {
            case 'submitOrdersync':
                return $this->save();
            case 'ordersyncTest':
                return $this->test();
            case 'ordersyncAgain':
                $this->module->queue()->again($this->settings->shop, (int) Tools::getValue('ordersyncAgain'), time());
                break;
            case 'ordersyncAllAgain':
                $this->module->queue()->allAgain($this->settings->shop, time());
                break;
            default:
                return $this->module->defaults()->takeOver($this->settings)
                    ? $this->done($this->module->l('The address and the secret of the download are stored.', 'settingspage'))
                    : $this->wrong($this->module->l('The values of the download could not be stored.', 'settingspage'));
        }

        return $this->done($this->module->l('It will be sent when this page is shown. Load the page again to see how it went.', 'settingspage'));
    }

    private function save(): string
    {
        $address = $this->text('ORDERSYNC_ADDRESS');
        $secret = $this->text('ORDERSYNC_SECRET');
        if (Address::parse($address) === null) {
            return $this->wrong($this->module->l('The address is not valid. Copy it from the Configuration tab in OrderSync.', 'settingspage'));
        }
        if ($secret !== '' && Signer::key($secret) === null) {
            return $this->wrong($this->module->l('The secret is not valid: it begins with whsec_. Copy it from OrderSync.', 'settingspage'));
        }
        if ($secret === '' && $this->settings->secret === '') {
            return $this->wrong($this->module->l('Enter the secret. OrderSync shows it on the Configuration tab.', 'settingspage'));
        }
        $this->settings->address = $address;
        $this->settings->secret = $secret === '' ? $this->settings->secret : $secret;
        $this->settings->on = (bool) Tools::getValue('ORDERSYNC_ON');

        return $this->settings->save()
            ? $this->done($this->module->l('Saved.', 'settingspage'))
            : $this->wrong($this->module->l('The settings could not be saved.', 'settingspage'));
    }

    /** An event for the newest order with its present status as both: the hub takes it as any other, and nothing changes. */
    private function test(): string
    {
        $address = Address::parse($this->settings->address);
        if ($address === null || !$this->settings->complete()) {
            return $this->wrong($this->module->l('Save the address and the secret first.', 'settingspage'));
        }
        $database = new ShopDatabase();
        $rows = $database->rows('SELECT `id_order`, `reference`, `current_state` FROM ' . $database->table('orders')
            . ' WHERE `id_shop` = ' . $this->settings->shop . ' AND `current_state` > 0 ORDER BY `id_order` DESC LIMIT 1');
        if (!$rows) {
            return $this->wrong($this->module->l('There is no order in this shop yet. The test needs one.', 'settingspage'));
        }
        $status = (string) $rows[0]['current_state'];
        $id = Event::newId();
        $event = ['id_order' => $rows[0]['id_order'], 'new_status' => $status, 'event_id' => $id,
            'body' => Event::json($rows[0]['id_order'], $rows[0]['reference'], $status, $status, time(), $id)];
        $answer = $this->module->dispatcher()->call($this->settings, $address, $event, Transport::TOTAL_SECONDS);
        $words = Signer::mask($answer->words(), $this->settings->secret);

        return $answer->outcome() === Answer::SENT ? $this->done($words) : $this->wrong($words);
    }

    private function warnings(): string
    {
        $address = Address::parse($this->settings->address);
        $text = '';
        if ($address !== null && !$address->encrypted) {
            $text .= $this->module->displayWarning(
                $this->module->l('The address is not encrypted (http). Use https for everything but trials.', 'settingspage')
            );
        }
        if ($this->module->defaults()->left() && !$this->module->defaults()->waiting()) {
            $text .= $this->module->displayWarning(
                $this->module->l('Delete the file modules/ordersync/config/defaults.php: it holds the secret.', 'settingspage')
            );
        }

        return $text;
    }

    private function form(): string
    {
        $stored = $this->settings->secret !== '';
        $helper = new HelperForm();
        $helper->module = $this->module;
        $helper->table = 'ordersync';
        $helper->name_controller = $this->module->name;
        $helper->token = Tools::getAdminTokenLite('AdminModules');
        $helper->currentIndex = $this->place();
        $helper->submit_action = 'submitOrdersync';
        $helper->default_form_language = (int) Configuration::get('PS_LANG_DEFAULT');
        $helper->fields_value = [
            'ORDERSYNC_ADDRESS' => isset($_POST['submitOrdersync']) ? $this->text('ORDERSYNC_ADDRESS') : $this->settings->address,
            // Never shown: whoever sees the page must not learn it.
            'ORDERSYNC_SECRET' => '',
            'ORDERSYNC_ON' => (int) $this->settings->on,
            'ordersync_token' => $this->token(),
        ];

        return $helper->generateForm([['form' => [
            'legend' => ['title' => $this->module->l('Connection', 'settingspage'), 'icon' => 'icon-exchange'],
            'input' => [
                ['type' => 'text', 'name' => 'ORDERSYNC_ADDRESS', 'required' => true,
                    'label' => $this->module->l('Address', 'settingspage'),
                    'desc' => $this->module->l('From the integration\'s Configuration tab in OrderSync.', 'settingspage')],
                ['type' => 'password', 'name' => 'ORDERSYNC_SECRET', 'required' => !$stored,
                    'label' => $this->module->l('Secret', 'settingspage'),
                    'desc' => $stored
                        ? $this->module->l('Stored. Leave it empty to keep it.', 'settingspage')
                        : $this->module->l('Not stored yet. It begins with whsec_.', 'settingspage')],
                ['type' => 'switch', 'name' => 'ORDERSYNC_ON', 'is_bool' => true,
                    'label' => $this->module->l('Tell OrderSync of status changes', 'settingspage'),
                    'values' => [
                        ['id' => 'ordersync_on', 'value' => 1, 'label' => $this->module->l('Yes', 'settingspage')],
                        ['id' => 'ordersync_off', 'value' => 0, 'label' => $this->module->l('No', 'settingspage')],
                    ]],
                ['type' => 'hidden', 'name' => 'ordersync_token'],
            ],
            'submit' => ['title' => $this->module->l('Save', 'settingspage')],
        ]]]);
    }

    /** Queue, failed events and log. */
    private function state(): string
    {
        $shop = $this->settings->shop;
        $names = $this->statusNames();
        $shown = function ($rows, $key) use ($names) {
            return array_map(function ($row) use ($key, $names) {
                $row['time'] = date('Y-m-d H:i:s', (int) $row[$key]);
                $row['status'] = isset($names[$row['new_status']]) ? $names[$row['new_status']] : $row['new_status'];

                return $row;
            }, $rows);
        };
        $this->context->smarty->assign([
            'ordersync_action' => $this->place() . '&token=' . Tools::getAdminTokenLite('AdminModules'),
            'ordersync_token' => $this->token(),
            'ordersync_complete' => $this->settings->complete(),
            'ordersync_waiting' => $this->module->queue()->waiting($shop),
            'ordersync_failed' => $shown($this->module->queue()->failed($shop, self::LOG_ROWS), 'created_at'),
            'ordersync_calls' => $shown($this->module->log()->newest($shop, self::LOG_ROWS), 'made_at'),
            'ordersync_download' => $this->module->defaults()->waiting(),
            'ordersync_cron' => $this->context->link->getModuleLink(
                $this->module->name,
                'cron',
                ['token' => Configuration::getGlobalValue('ORDERSYNC_CRON_TOKEN')],
                null,
                null,
                $shop
            ),
        ]);

        return $this->context->smarty->fetch($this->module->getLocalPath() . 'views/templates/admin/state.tpl');
    }

    /** @return string[] by id, in the reader's language */
    private function statusNames(): array
    {
        $database = new ShopDatabase();
        $rows = $database->rows('SELECT `id_order_state`, `name` FROM ' . $database->table('order_state_lang')
            . ' WHERE `id_lang` = ' . (int) $this->context->language->id);

        return array_column($rows, 'name', 'id_order_state');
    }

    private function text(string $name): string
    {
        $value = Tools::getValue($name);

        return is_string($value) ? trim($value) : '';
    }

    private function place(): string
    {
        return AdminController::$currentIndex . '&configure=' . $this->module->name;
    }

    /** PrestaShop checks its own token in the address; this one goes with the form. */
    private function token(): string
    {
        return hash_hmac('sha256', 'ordersync ' . (int) $this->context->employee->id, _COOKIE_KEY_);
    }

    /** PrestaShop shows these texts as HTML. */
    private function done(string $text): string
    {
        return $this->module->displayConfirmation(htmlspecialchars($text, ENT_QUOTES, 'UTF-8'));
    }

    private function wrong(string $text): string
    {
        return $this->module->displayError(htmlspecialchars($text, ENT_QUOTES, 'UTF-8'));
    }
}
