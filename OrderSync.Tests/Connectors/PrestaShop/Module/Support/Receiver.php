<?php
// The hub of the tests: php Receiver.php <file for what it gets> [certificate]. Prints its port, answers by the path, writes
// down every request. One that answers nothing keeps the connection open.

$answers = [
    '/ok' => "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    '/redirect' => "HTTP/1.1 302 Found\r\nLocation: /ok?key=hidden\r\nContent-Length: 0\r\n\r\n",
    '/bad' => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
    '/refused' => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
    '/missing' => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    '/gone' => "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    '/busy' => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n",
    '/fault' => "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n",
    '/continue' => "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    '/loud' => "HTTP/1.1 202 Accepted\r\nContent-Length: 1000000\r\n\r\n" . str_repeat('x', 1000000),
    '/cut' => "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nx",
    '/noise' => "\x00\x01 this is no HTTP \r\n\r\n",
    '/empty' => '',
    '/endless' => str_repeat("X-Line: 1\r\n", 20000),
    '/silent' => null,
];

$secure = isset($argv[2]) && $argv[2] !== '';
$context = stream_context_create($secure ? ['ssl' => ['local_cert' => $argv[2]]] : []);
$server = stream_socket_server(($secure ? 'ssl' : 'tcp') . '://127.0.0.1:0', $number, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
echo substr(strrchr(stream_socket_get_name($server, false), ':'), 1), "\n";
$open = [];
while (true) {
    $socket = @stream_socket_accept($server, 600);
    if (!$socket) {
        continue;
    }
    $head = '';
    while (($line = fgets($socket)) !== false && rtrim($line) !== '') {
        $head .= $line;
    }
    if ($head === '') {
        continue;
    }
    $headers = [];
    foreach (array_slice(explode("\r\n", $head), 1) as $line) {
        $parts = explode(':', $line, 2);
        if (count($parts) === 2) {
            $headers[strtolower($parts[0])] = trim($parts[1]);
        }
    }
    $body = '';
    $length = isset($headers['content-length']) ? (int) $headers['content-length'] : 0;
    while (strlen($body) < $length && !feof($socket)) {
        $body .= fread($socket, $length - strlen($body));
    }
    list($method, $path) = explode(' ', $head);
    file_put_contents($argv[1], json_encode(['method' => $method, 'path' => $path, 'headers' => $headers, 'body' => $body]) . "\n", FILE_APPEND);
    $answer = array_key_exists($path, $answers) ? $answers[$path] : $answers['/missing'];
    if ($answer === null) {
        $open[] = $socket;
    } else {
        @fwrite($socket, $answer);
        fclose($socket);
    }
}
