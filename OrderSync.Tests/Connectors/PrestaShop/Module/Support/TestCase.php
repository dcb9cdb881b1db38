<?php

/** Each public method that begins with a capital letter is a test; its name is a sentence. */
abstract class TestCase
{
    const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

    /** @var string */
    protected $folder;
    /** @var resource[] */
    private $processes = [];

    public function setUp()
    {
        $this->folder = sys_get_temp_dir() . '/ordersync-module-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
    }

    public function tearDown()
    {
        foreach ($this->processes as $process) {
            proc_terminate($process, 9);
            proc_close($process);
        }
        foreach (new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($this->folder, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::CHILD_FIRST
        ) as $file) {
            $file->isDir() ? rmdir((string) $file) : unlink((string) $file);
        }
        rmdir($this->folder);
    }

    protected static function same($expected, $actual, string $about = '')
    {
        if ($expected !== $actual) {
            throw new Exception(trim("$about\nexpected: " . var_export($expected, true) . "\nactual:   " . var_export($actual, true)));
        }
    }

    protected static function yes($value, string $about)
    {
        if (!$value) {
            throw new Exception($about);
        }
    }

    /** Starts the hub that the tests send to. It answers by the path; see Receiver.php. @return string its address */
    protected function hub(string $certificate = ''): string
    {
        $process = proc_open(
            [PHP_BINARY, __DIR__ . '/Receiver.php', $this->folder . '/received', $certificate],
            [1 => ['pipe', 'w'], 2 => ['file', $this->folder . '/hub-errors', 'a']],
            $pipes
        );
        $this->processes[] = $process;
        $port = (int) fgets($pipes[1]);
        self::yes($port > 0, 'The receiver did not start: ' . @file_get_contents($this->folder . '/hub-errors'));

        return ($certificate === '' ? 'http' : 'https') . '://127.0.0.1:' . $port;
    }

    /** @return array[] what the hub got: path, headers, body */
    protected function received(): array
    {
        $file = $this->folder . '/received';

        return array_map(function ($line) {
            return json_decode($line, true);
        }, is_file($file) ? file($file) : []);
    }

    /** A port where nobody listens. */
    protected static function closedPort(): int
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $port = (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1);
        fclose($server);

        return $port;
    }

    /**
     * Runs Page.php, a page of the shop on which something happens, to its end.
     *
     * @return array output, exit code, seconds
     */
    protected function page(array $arguments, array $options = []): array
    {
        return $this->finish($this->begin($arguments, $options));
    }

    protected function begin(array $arguments, array $options = []): array
    {
        $command = [PHP_BINARY];
        foreach ($options as $option) {
            array_push($command, '-d', $option);
        }
        array_push($command, __DIR__ . '/Page.php', json_encode($arguments));
        $started = microtime(true);
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);

        return [$process, $pipes, $started];
    }

    protected function finish(array $begun): array
    {
        list($process, $pipes, $started) = $begun;
        $output = stream_get_contents($pipes[1]) . stream_get_contents($pipes[2]);
        $code = proc_close($process);

        return [$output, $code, microtime(true) - $started];
    }
}
