<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** For servers whose PHP has no curl. */
final class SocketTransport implements Transport
{
    public function post(Address $address, array $headers, string $body, float $seconds): Answer
    {
        if (!function_exists('stream_socket_client')) {
            return Answer::failed('PHP of this server can open no connections: it needs curl.');
        }
        if ($address->encrypted && !extension_loaded('openssl')) {
            return Answer::failed('PHP of this server cannot encrypt: it needs curl or openssl.');
        }
        $deadline = microtime(true) + $seconds;
        $socket = $this->connect($address, min(self::CONNECT_SECONDS, $seconds));
        if (!$socket) {
            return Answer::failed('OrderSync\'s server takes no connection, or its certificate is not valid.');
        }
        stream_set_blocking($socket, false);
        $answer = $this->write($socket, $this->request($address, $headers, $body), $deadline)
            ? $this->read($socket, $deadline)
            : Answer::failed('OrderSync did not take the call in time.');
        fclose($socket);

        return $answer;
    }

    private function connect(Address $address, float $seconds)
    {
        $context = stream_context_create(['ssl' => [
            'verify_peer' => true,
            'verify_peer_name' => true,
            'allow_self_signed' => false,
            'SNI_enabled' => true,
            'peer_name' => trim($address->host, '[]'),
        ]]);

        return @stream_socket_client(
            ($address->encrypted ? 'ssl' : 'tcp') . '://' . $address->host . ':' . $address->port,
            $number,
            $text,
            $seconds,
            STREAM_CLIENT_CONNECT,
            $context
        );
    }

    private function request(Address $address, array $headers, string $body): string
    {
        $lines = array_merge(
            ['POST ' . $address->target . ' HTTP/1.1', 'Host: ' . $address->hostHeader()],
            $headers,
            ['Content-Length: ' . strlen($body), 'Connection: close']
        );

        return implode("\r\n", $lines) . "\r\n\r\n" . $body;
    }

    private function write($socket, string $data, float $deadline): bool
    {
        while ($data !== '') {
            if (!$this->ready($socket, true, $deadline)) {
                return false;
            }
            $written = @fwrite($socket, $data);
            if ($written === false || ($written === 0 && feof($socket))) {
                return false;
            }
            $data = (string) substr($data, $written);
        }

        return true;
    }

    /** Reads the head of the answer; the rest is not needed. */
    private function read($socket, float $deadline): Answer
    {
        $answer = new Answer();
        $text = '';
        while (strlen($text) < self::MOST_BYTES) {
            while (($end = strpos($text, "\r\n\r\n")) !== false) {
                foreach (explode("\r\n", substr($text, 0, $end)) as $line) {
                    $answer->read($line);
                }
                $text = (string) substr($text, $end + 4);
                if ($answer->status !== 0) {
                    return $answer;
                }
            }
            $piece = @fread($socket, 4096);
            if ($piece === false || ($piece === '' && feof($socket))) {
                return $answer;
            }
            $text .= $piece;
            if ($piece === '' && !$this->ready($socket, false, $deadline)) {
                return Answer::failed('OrderSync did not answer in time.');
            }
        }

        return $answer;
    }

    private function ready($socket, bool $toWrite, float $deadline): bool
    {
        $left = $deadline - microtime(true);
        if ($left <= 0) {
            return false;
        }
        $read = $toWrite ? [] : [$socket];
        $write = $toWrite ? [$socket] : [];
        $other = [];

        return (bool) @stream_select($read, $write, $other, (int) $left, (int) (1e6 * ($left - (int) $left)));
    }
}
