<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** Sends what is due, a bounded number in a bounded time. */
final class Dispatcher
{
    const MOST = 20;
    const SECONDS = 5.0;

    /** Below this no further call is begun: it would only be cut off. */
    const LEAST_SECONDS = 0.3;

    /** @var Queue */
    private $queue;
    /** @var CallLog */
    private $log;
    /** @var Transport */
    private $transport;
    /** @var callable seconds since 1970, as an integer */
    private $clock;

    public function __construct(Queue $queue, CallLog $log, Transport $transport, callable $clock)
    {
        $this->queue = $queue;
        $this->log = $log;
        $this->transport = $transport;
        $this->clock = $clock;
    }

    /** A status has just changed: sends, unless a call failed a moment ago. */
    public function now(ShopSettings $settings, float $seconds): int
    {
        return $this->log->quiet($settings->shop, $this->time()) ? 0 : $this->run($settings, $seconds);
    }

    /** @return int how many calls were made */
    public function run(ShopSettings $settings, float $seconds): int
    {
        $calls = 0;
        $address = $settings->ready() ? Address::parse($settings->address) : null;
        if ($address !== null) {
            $deadline = microtime(true) + $seconds;
            foreach ($this->queue->due($settings->shop, $this->time(), self::MOST) as $id) {
                $left = $deadline - microtime(true);
                $event = $left < self::LEAST_SECONDS ? null : $this->queue->claim($id, $this->time());
                if ($event === null) {
                    continue;
                }
                ++$calls;
                $answer = $this->call($settings, $address, $event, $left);
                $this->queue->settle($event, $answer, Signer::mask($answer->words(), $settings->secret), $this->time());
                // The hub is down, or does not want us now: the others need not find that out one by one.
                if ($answer->outcome() === Answer::AGAIN) {
                    break;
                }
            }
        }
        $this->queue->purge($this->time());
        $this->log->purge($settings->shop);

        return $calls;
    }

    /** One call, written into the log. It is also what "Send test" does. */
    public function call(ShopSettings $settings, Address $address, array $event, float $seconds): Answer
    {
        $headers = array_merge(
            ['Content-Type: application/json', 'Accept: application/json', 'User-Agent: OrderSync-PrestaShop/1.0'],
            Signer::headers($settings->secret, $event['event_id'], $this->time(), $event['body'])
        );
        $started = microtime(true);
        $answer = $this->transport->post($address, $headers, $event['body'], min(Transport::TOTAL_SECONDS, $seconds));
        $milliseconds = (int) (1000 * (microtime(true) - $started));
        $words = Signer::mask($answer->words(), $settings->secret);
        $this->log->add($settings->shop, $event, $milliseconds, $answer->outcome(), $words, $this->time());

        return $answer;
    }

    private function time(): int
    {
        return call_user_func($this->clock);
    }
}
