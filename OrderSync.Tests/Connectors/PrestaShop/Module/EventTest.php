<?php

use OrderSyncModule\Address;
use OrderSyncModule\Answer;
use OrderSyncModule\Event;
use OrderSyncModule\Signer;

final class EventTest extends TestCase
{
    public function The_signature_equals_the_vector_of_the_contract()
    {
        $signature = Signer::signature(self::SECRET, 'evt_0001', 1700000000, '{"event":"order.status_changed"}');
        self::same('v1,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDM=', $signature);
    }

    public function The_three_headers_are_those_of_standard_webhooks()
    {
        self::same([
            'webhook-id: evt_0001',
            'webhook-timestamp: 1700000000',
            'webhook-signature: v1,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDM=',
        ], Signer::headers(self::SECRET, 'evt_0001', 1700000000, '{"event":"order.status_changed"}'));
    }

    public function Only_a_secret_of_the_right_form_is_taken()
    {
        self::same('0123456789abcdef0123456789abcdef', Signer::key(self::SECRET));
        foreach (['', 'whsec_', substr(self::SECRET, 6), 'whsec_c2hvcnQ=', 'whsec_***', 'whsec_' . base64_encode(str_repeat('x', 65))] as $secret) {
            self::same(null, Signer::key($secret), $secret);
        }
    }

    public function A_text_is_shown_without_the_secret_that_got_into_it()
    {
        self::same('a *** b ***', Signer::mask('a ' . self::SECRET . ' b ' . substr(self::SECRET, 6), self::SECRET));
        self::same('nothing', Signer::mask('nothing', ''));
    }

    public function The_event_holds_what_the_hub_expects_and_nothing_else()
    {
        self::same(
            '{"shopOrderId":"41","reference":"XKBKNABJK","oldStatus":"2","newStatus":"3",'
            . '"occurredAt":"2023-11-14T22:13:20Z","eventId":"the-id"}',
            Event::json(41, 'XKBKNABJK', 2, 3, 1700000000, 'the-id')
        );
        self::same(null, json_decode(Event::json(41, 'X', null, 3, 1700000000, 'the-id'), true)['oldStatus']);
    }

    public function The_time_is_UTC_whatever_the_zone_of_the_shop()
    {
        $zone = date_default_timezone_get();
        date_default_timezone_set('Pacific/Auckland');
        $json = Event::json(1, 'X', null, 3, 1700000000, 'i');
        date_default_timezone_set($zone);
        self::same('2023-11-14T22:13:20Z', json_decode($json, true)['occurredAt']);
    }

    public function A_reference_in_broken_UTF_8_does_not_stop_the_event()
    {
        self::same('41', json_decode(Event::json(41, "X\xff", 2, 3, 1700000000, 'i'), true)['shopOrderId']);
    }

    public function Event_ids_are_random_uuids()
    {
        $ids = array_map([Event::class, 'newId'], range(1, 500));
        self::same(500, count(array_unique($ids)));
        self::same(500, count(preg_grep('/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $ids)));
    }

    public function The_status_before_is_the_newest_other_one_of_the_history()
    {
        self::same('2', Event::statusBefore(['2', '10'], '3'), 'the row of the new status is not written yet');
        self::same('2', Event::statusBefore(['3', '2', '10'], '3'), 'the row of the new status is written already');
        self::same(null, Event::statusBefore([], '10'), 'a new order');
        self::same(null, Event::statusBefore(['10'], '10'));
    }

    public function Only_plain_web_addresses_are_taken()
    {
        $address = Address::parse('https://hub.example:8443/in/order-status/abc?x=1');
        self::same([true, 'hub.example', 8443, '/in/order-status/abc?x=1', 'hub.example:8443'],
            [$address->encrypted, $address->host, $address->port, $address->target, $address->hostHeader()]);
        self::same('hub.example', Address::parse('https://hub.example/')->hostHeader());
        self::same('[::1]', Address::parse('http://[::1]/')->host);
        foreach (['', 'hub.example/in', 'ftp://hub.example/', 'file:///etc/passwd', 'https://user:pass@hub.example/', 'https://hub.example/#a',
            "https://hub.example/\r\nX: 1", 'https://hub.example/a b', 'https://', 'javascript:alert(1)', '//hub.example/'] as $url) {
            self::same(null, Address::parse($url), $url);
        }
    }

    public function Each_status_means_sent_again_or_aside()
    {
        foreach ([200 => 'sent', 202 => 'sent', 0 => 'again', 301 => 'again', 302 => 'again', 307 => 'again', 400 => 'aside', 401 => 'again',
            403 => 'again', 404 => 'aside', 408 => 'again', 409 => 'again', 410 => 'aside', 413 => 'aside', 429 => 'again', 500 => 'again',
            502 => 'again', 503 => 'again', 504 => 'again'] as $status => $outcome) {
            $answer = new Answer();
            $answer->status = $status;
            self::same($outcome, $answer->outcome(), (string) $status);
            self::yes($answer->words() !== '', "No words for $status");
        }
    }

    public function A_redirect_is_named_without_its_query()
    {
        $answer = new Answer();
        $answer->read('HTTP/1.1 302 Found');
        $answer->read('Location: https://other.example/in?key=hidden');
        self::same('Redirected (302) to https://other.example/in. Redirects are not followed: enter the new address.', $answer->words());
    }
}
