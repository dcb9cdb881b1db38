<?php

use OrderSyncModule\Address;
use OrderSyncModule\Answer;
use OrderSyncModule\CurlTransport;
use OrderSyncModule\SocketTransport;

final class TransportTest extends TestCase
{
    public function The_call_arrives_byte_for_byte()
    {
        $hub = $this->hub();
        $body = '{"a":"ż\u0000"}';
        foreach ($this->both() as $name => $transport) {
            $answer = $transport->post(Address::parse($hub . '/ok'), ['webhook-id: ' . $name, 'Content-Type: application/json'], $body, 2.0);
            self::same(202, $answer->status, $name);
        }
        foreach ($this->received() as $call) {
            self::same(['POST', '/ok', $body, 'application/json'], [$call['method'], $call['path'], $call['body'], $call['headers']['content-type']]);
            self::yes(!isset($call['headers']['expect']), 'Nothing waits for a "100 Continue".');
            self::same(parse_url($hub, PHP_URL_HOST) . ':' . parse_url($hub, PHP_URL_PORT), $call['headers']['host']);
        }
        self::same(['curl', 'socket'], array_map(function ($call) {
            return $call['headers']['webhook-id'];
        }, $this->received()));
    }

    public function Every_answer_is_understood_and_redirects_are_not_followed()
    {
        $hub = $this->hub();
        $expected = ['/ok' => [202, 'sent'], '/continue' => [202, 'sent'], '/loud' => [202, 'sent'], '/cut' => [202, 'sent'],
            '/redirect' => [302, 'again'], '/bad' => [400, 'aside'], '/refused' => [401, 'again'], '/gone' => [410, 'aside'],
            '/busy' => [429, 'again'], '/fault' => [500, 'again'], '/noise' => [0, 'again'], '/empty' => [0, 'again'], '/endless' => [0, 'again']];
        foreach ($this->both() as $name => $transport) {
            foreach ($expected as $path => $result) {
                $answer = $this->call($transport, $hub . $path);
                self::same($result, [$answer->status, $answer->outcome()], "$name $path");
                self::yes(strpos($answer->words(), 'hidden') === false, $answer->words());
                self::same($path === '/busy' ? 7200 : 0, $answer->retryAfter, "$name $path");
            }
        }
        self::same(2 * count($expected), count($this->received()));
    }

    public function A_hub_that_does_not_answer_costs_two_seconds_at_most()
    {
        $hub = $this->hub();
        foreach ($this->both() as $name => $transport) {
            $started = microtime(true);
            $answer = $this->call($transport, $hub . '/silent');
            self::yes(microtime(true) - $started < 2.5, "$name took too long");
            self::same('OrderSync did not answer in time.', $answer->words(), $name);
        }
    }

    public function A_server_that_is_not_there_is_no_error_of_the_program()
    {
        foreach ($this->both() as $name => $transport) {
            foreach (['http://127.0.0.1:' . self::closedPort() . '/', 'http://no-such-host.invalid/', 'https://127.0.0.1:' . self::closedPort() . '/'] as $url) {
                $answer = $this->call($transport, $url);
                self::same([0, 'again'], [$answer->status, $answer->outcome()], "$name $url");
            }
        }
    }

    public function A_certificate_that_nobody_vouches_for_is_refused()
    {
        $hub = $this->hub($this->certificate());
        foreach ($this->both() as $name => $transport) {
            $answer = $this->call($transport, $hub . '/ok');
            self::same(0, $answer->status, $name);
            self::yes(stripos($answer->words(), 'certificate') !== false, $answer->words());
        }
        self::same([], $this->received(), 'Nothing was sent.');
    }

    /** @return OrderSyncModule\Transport[] */
    private function both(): array
    {
        return ['curl' => new CurlTransport(), 'socket' => new SocketTransport()];
    }

    private function call(OrderSyncModule\Transport $transport, string $url): Answer
    {
        return $transport->post(Address::parse($url), ['webhook-id: 1'], '{}', 2.0);
    }

    private function certificate(): string
    {
        $key = openssl_pkey_new(['private_key_bits' => 2048]);
        $request = openssl_csr_new(['commonName' => '127.0.0.1'], $key);
        openssl_x509_export(openssl_csr_sign($request, null, $key, 1), $certificate);
        openssl_pkey_export($key, $private);
        file_put_contents($this->folder . '/certificate.pem', $certificate . $private);

        return $this->folder . '/certificate.pem';
    }
}
