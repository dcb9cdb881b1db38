<?php

namespace OrderSyncModule;

if (!defined('_PS_VERSION_')) {
    exit;
}

/** What came back of a call, and what it means for the event. */
final class Answer
{
    const SENT = 'sent';
    const AGAIN = 'again';
    const ASIDE = 'aside';

    /** These say that this event, or this address, will never be taken. */
    const FINAL_STATUSES = [400, 404, 405, 410, 413, 415, 422];

    /** @var int HTTP status, 0 where no answer came */
    public $status = 0;
    /** @var string why no answer came */
    public $error = '';
    /** @var int seconds the hub asks us to wait */
    public $retryAfter = 0;
    /** @var string where a redirect points to */
    public $location = '';

    public static function failed(string $error): self
    {
        $answer = new self();
        $answer->error = $error;

        return $answer;
    }

    /** Takes in one line of the answer's head. */
    public function read(string $line)
    {
        if (preg_match('#^HTTP/\d(?:\.\d)?\s+(\d{3})\b#', $line, $match)) {
            // 1xx are announcements; the answer proper follows.
            $this->status = (int) $match[1] < 200 ? 0 : (int) $match[1];
        } elseif (preg_match('/^retry-after:\s*(\d{1,6})\s*$/i', $line, $match)) {
            $this->retryAfter = (int) $match[1];
        } elseif (preg_match('/^location:\s*(\S+)/i', $line, $match)) {
            $this->location = $match[1];
        }
    }

    public function outcome(): string
    {
        if ($this->status >= 200 && $this->status < 300) {
            return self::SENT;
        }

        return in_array($this->status, self::FINAL_STATUSES, true) ? self::ASIDE : self::AGAIN;
    }

    /** In plain words, for the log. */
    public function words(): string
    {
        $status = $this->status;
        if ($this->outcome() === self::SENT) {
            return 'Received (' . $status . ').';
        }
        if ($status === 0) {
            return $this->error === '' ? 'The answer could not be read.' : $this->error;
        }
        if ($status >= 300 && $status < 400) {
            return 'Redirected (' . $status . ') to ' . $this->where() . '. Redirects are not followed: enter the new address.';
        }
        if ($status === 401 || $status === 403) {
            return 'Refused (' . $status . '). Check the secret, and the clock of this server.';
        }
        if ($status === 404 || $status === 410) {
            return 'The address is not there (' . $status . '). Check it, then send the event again.';
        }
        if ($this->outcome() === self::ASIDE) {
            return 'OrderSync does not take this event (' . $status . ').';
        }

        return ($status === 429 ? 'Too many calls' : 'OrderSync has a fault') . ' (' . $status . '). It will be sent again.';
    }

    private function where(): string
    {
        // Neither the query, which may hold anything, nor signs that do not belong in an address.
        $place = preg_replace('/[^\x21-\x7e]|[?#].*/', '', $this->location);

        return $place === '' || $place === null ? 'nowhere' : substr($place, 0, 120);
    }
}
