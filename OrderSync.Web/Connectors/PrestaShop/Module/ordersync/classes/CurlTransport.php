<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

final class CurlTransport implements Transport
{
    public function post(Address $address, array $headers, string $body, float $seconds): Answer
    {
        $answer = new Answer();
        $read = 0;
        $curl = curl_init();
        curl_setopt_array($curl, [
            CURLOPT_URL => $address->url,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => $body,
            // An empty Expect keeps curl from waiting for a "100 Continue".
            CURLOPT_HTTPHEADER => array_merge($headers, ['Expect:']),
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_CONNECTTIMEOUT_MS => (int) (1000 * min(self::CONNECT_SECONDS, $seconds)),
            CURLOPT_TIMEOUT_MS => (int) (1000 * $seconds),
            CURLOPT_HEADERFUNCTION => function ($handle, $line) use ($answer) {
                $answer->read($line);

                return strlen($line);
            },
            // What the hub writes is not needed: the status says it all.
            CURLOPT_WRITEFUNCTION => function ($handle, $piece) use (&$read) {
                $read += strlen($piece);

                return $read > self::MOST_BYTES ? 0 : strlen($piece);
            },
        ]);
        curl_exec($curl);
        if ($answer->status === 0) {
            $answer->error = $this->words(curl_errno($curl), curl_error($curl));
        }
        if (PHP_VERSION_ID < 80000) {
            curl_close($curl);
        }

        return $answer;
    }

    private function words(int $number, string $text): string
    {
        switch ($number) {
            case 6:
                return 'The name of OrderSync\'s server was not found.';
            case 7:
                return 'OrderSync\'s server takes no connection.';
            case 28:
                return 'OrderSync did not answer in time.';
            case 51:
            case 60:
                return 'The certificate of OrderSync\'s server is not valid.';
            default:
                return $text === '' ? 'The answer could not be read.' : 'The call failed: ' . substr($text, 0, 150);
        }
    }
}
