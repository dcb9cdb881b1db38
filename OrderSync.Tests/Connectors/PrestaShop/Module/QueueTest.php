<?php

use OrderSyncModule\Address;
use OrderSyncModule\Answer;
use OrderSyncModule\CallLog;
use OrderSyncModule\Dispatcher;
use OrderSyncModule\Event;
use OrderSyncModule\Queue;
use OrderSyncModule\ShopDatabase;
use OrderSyncModule\ShopSettings;
use OrderSyncModule\Transport;

/** Answers with the statuses it was given, the last one again and again. */
final class FakeTransport implements Transport
{
    public $statuses = [202];
    public $retryAfter = 0;
    public $calls = [];
    public $error = '';

    public function post(Address $address, array $headers, string $body, float $seconds): Answer
    {
        $this->calls[] = ['address' => $address->url, 'headers' => $headers, 'body' => $body, 'seconds' => $seconds];
        $answer = new Answer();
        $answer->status = count($this->statuses) > 1 ? array_shift($this->statuses) : $this->statuses[0];
        $answer->retryAfter = $this->retryAfter;
        $answer->error = $this->error;

        return $answer;
    }
}

final class QueueTest extends TestCase
{
    private $queue;
    private $log;
    private $hub;
    private $now = 1700000000;
    private $settings;

    public function setUp()
    {
        parent::setUp();
        new_shop($this->folder . '/shop.db');
        $this->queue = new Queue(new ShopDatabase());
        $this->log = new CallLog(new ShopDatabase());
        $this->queue->create('InnoDB');
        $this->log->create('InnoDB');
        $this->hub = new FakeTransport();
        $this->settings = new ShopSettings(1);
        $this->settings->address = 'https://hub.example/in';
        $this->settings->secret = self::SECRET;
        $this->settings->on = true;
    }

    public function An_event_that_was_received_is_not_sent_again()
    {
        $id = $this->add();
        self::same(1, $this->run());
        self::same(0, $this->run());
        self::same(0, $this->queue->waiting(1));
        self::same('webhook-id: ' . $id, $this->hub->calls[0]['headers'][3]);
    }

    public function A_failed_event_comes_again_with_the_same_id_and_text_and_a_new_time()
    {
        $this->add();
        $this->hub->statuses = [0, 202];
        $this->run();
        $this->now += 200;
        self::same(1, $this->run());
        list($first, $second) = $this->hub->calls;
        self::same($first['body'], $second['body']);
        self::same($first['headers'][3], $second['headers'][3]);
        self::yes($first['headers'][4] !== $second['headers'][4] && $first['headers'][5] !== $second['headers'][5], 'Time and signature are new.');
    }

    public function The_pauses_grow_and_after_three_days_the_event_is_put_aside()
    {
        $this->add();
        $this->hub->statuses = [503];
        $calls = [];
        for ($end = $this->now + 5 * 86400; $this->now < $end; $this->now += 30) {
            if ($this->run() > 0) {
                $calls[] = $this->now;
            }
        }
        foreach ([60, 300, 900, 3600, 10800, 21600, 43200, 86400] as $i => $pause) {
            $real = $calls[$i + 1] - $calls[$i];
            self::yes($real >= $pause && $real <= 1.2 * $pause + 60, "Pause $i is $real");
        }
        self::yes(count($calls) <= 10 && end($calls) - $calls[0] <= 3 * 86400, count($calls) . ' calls');
        $failed = $this->queue->failed(1, 10);
        self::same('aside', $failed[0]['state']);
        self::same('Given up after three days. OrderSync has a fault (503). It will be sent again.', $failed[0]['reason']);
    }

    public function The_hub_may_ask_for_a_longer_pause()
    {
        $this->add();
        $this->hub->statuses = [429];
        $this->hub->retryAfter = 7200;
        $this->run();
        $this->now += 7199;
        self::same(0, $this->run());
        ++$this->now;
        self::same(1, $this->run());
    }

    public function An_event_that_will_never_be_taken_is_put_aside_and_the_next_one_goes_on()
    {
        foreach ([400, 404, 410] as $status) {
            $this->add();
            $this->add();
            $this->hub->statuses = [$status, 202];
            self::same(2, $this->run());
            self::same('aside', $this->queue->failed(1, 1)[0]['state']);
            $this->now += 4 * 86400;
            self::same(0, $this->run());
        }
    }

    public function After_a_failed_call_the_others_wait()
    {
        $this->add();
        $this->add();
        $this->hub->statuses = [0];
        self::same(1, $this->run());
        $this->add();
        self::same(0, $this->dispatcher()->now($this->settings, 5.0), 'within 60 seconds');
        $this->now += 60;
        self::same(1, $this->dispatcher()->now($this->settings, 5.0));
        self::same(3, $this->queue->waiting(1));
    }

    public function What_was_never_tried_goes_first()
    {
        $old = $this->add();
        $this->hub->statuses = [0, 202];
        $this->run();
        $this->now += 100;
        $new = $this->add();
        $this->run();
        self::same(['webhook-id: ' . $new, 'webhook-id: ' . $old], [$this->hub->calls[1]['headers'][3], $this->hub->calls[2]['headers'][3]]);
    }

    public function A_run_sends_twenty_at_most_and_ends_in_time()
    {
        for ($i = 0; $i < 30; ++$i) {
            $this->add();
        }
        self::same(0, $this->dispatcher()->run($this->settings, 0.1));
        self::same(20, $this->run());
        self::same(10, $this->run());
        self::same(2.0, $this->hub->calls[0]['seconds']);
    }

    public function An_event_is_claimed_by_one_only()
    {
        $this->add();
        $id = $this->queue->due(1, $this->now, 1)[0];
        $claimed = $this->queue->claim($id, $this->now);
        self::same(1, (int) $claimed['attempts']);
        self::same(null, $this->queue->claim($id, $this->now));
        $this->queue->again(1, $id, $this->now);
        self::same(null, $this->queue->claim($id, $this->now), 'a person does not break into a call');

        // The process died: the event comes up again.
        $second = $this->queue->claim($id, $this->now + Queue::LEASE_SECONDS);
        self::same(2, (int) $second['attempts']);

        // The first one was only slow: what it says no longer counts.
        $lost = Answer::failed('too late');
        $this->queue->settle($claimed, $lost, $lost->words(), $this->now + 61);
        self::same([], $this->queue->failed(1, 10));
        $sent = new Answer();
        $sent->status = 202;
        $this->queue->settle($second, $sent, $sent->words(), $this->now + 62);
        self::same(0, $this->queue->waiting(1));
    }

    public function A_person_sends_an_event_again()
    {
        $this->add();
        $this->hub->statuses = [404, 202];
        $this->run();
        $id = (int) $this->queue->failed(1, 1)[0]['id'];
        $this->queue->again(2, $id, $this->now);
        self::same(0, $this->run(), 'not from another shop');
        $this->queue->again(1, $id, $this->now);
        self::same(1, $this->run());
        self::same([], $this->queue->failed(1, 1));
        $this->queue->again(1, $id, $this->now);
        self::same(0, $this->run(), 'what was received is not sent again');
    }

    public function All_that_were_put_aside_are_sent_again()
    {
        $this->add();
        $this->add();
        $this->hub->statuses = [410, 410, 202];
        $this->run();
        $this->queue->allAgain(1, $this->now);
        self::same(2, $this->run());
    }

    public function Old_events_and_calls_are_deleted()
    {
        $this->add();
        $this->hub->statuses = [404];
        $this->run();
        $this->now += 30 * 86400 + 1;
        $this->run();
        self::same([], $this->queue->failed(1, 10));
        for ($i = 0; $i < 230; ++$i) {
            $this->log->add(1, ['id_order' => 1, 'new_status' => '2', 'event_id' => 'e' . $i], 5, 'sent', 'x', $this->now);
        }
        $this->log->add(2, ['id_order' => 1, 'new_status' => '2', 'event_id' => 'other'], 5, 'sent', 'x', $this->now);
        $this->run();
        self::same(200, count($this->log->newest(1, 1000)));
        self::same('e229', $this->log->newest(1, 1)[0]['event_id']);
        self::same(1, count($this->log->newest(2, 1000)));
    }

    public function Shops_do_not_send_each_others_events()
    {
        $this->add(2);
        self::same(0, $this->run());
        self::same(1, $this->queue->waiting(2));
    }

    public function Nothing_is_sent_while_it_is_switched_off()
    {
        $this->add();
        $this->settings->on = false;
        self::same(0, $this->run());
        self::same(1, $this->queue->waiting(1));
    }

    public function Neither_secret_nor_signature_is_stored_with_the_events()
    {
        $this->add();
        $this->hub->statuses = [0];
        $this->hub->error = 'curl said: ' . self::SECRET;
        $this->run();
        $stored = json_encode([$this->log->newest(1, 10), $this->queue->failed(1, 10), Db::$pdo->query('SELECT * FROM ps_ordersync_event')->fetchAll()], JSON_UNESCAPED_SLASHES);
        self::yes(strpos($stored, substr(self::SECRET, 6)) === false && strpos($stored, 'v1,') === false, $stored);
        self::yes(strpos($stored, 'curl said: ***') !== false, $stored);
    }

    public function Quotes_and_long_texts_reach_the_database_whole()
    {
        $body = Event::json(1, "O'Hara\\\"", null, 3, 1, 'i');
        $this->queue->add(1, 1, str_repeat('9', 50), 'i', $body, $this->now);
        $this->hub->statuses = [0];
        $this->hub->error = str_repeat("it's ", 100);
        $this->run();
        self::same($body, $this->hub->calls[0]['body']);
        self::same(255, strlen($this->queue->failed(1, 1)[0]['reason']));
    }

    private function add(int $shop = 1): string
    {
        $id = Event::newId();
        $this->queue->add($shop, 41, '3', $id, Event::json(41, 'XKBKNABJK', 2, 3, $this->now, $id), $this->now);

        return $id;
    }

    private function dispatcher(): Dispatcher
    {
        return new Dispatcher($this->queue, $this->log, $this->hub, function () {
            return $this->now;
        });
    }

    private function run(): int
    {
        return $this->dispatcher()->run($this->settings, Dispatcher::SECONDS);
    }
}
