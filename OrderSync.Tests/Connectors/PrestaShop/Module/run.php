<?php
// Runs the tests of the shop module: php run.php [part of a name]. Needs no framework; PHP with curl, openssl and SQLite.

error_reporting(E_ALL);
ini_set('display_errors', '1');
set_error_handler(function ($level, $text, $file, $line) {
    if (!(error_reporting() & $level)) {
        return false;
    }
    throw new ErrorException($text, 0, $level, $file, $line);
});

require __DIR__ . '/Support/Shop.php';
require __DIR__ . '/Support/TestCase.php';

foreach (glob(__DIR__ . '/*Test.php') as $file) {
    require $file;
}

$wanted = isset($argv[1]) ? $argv[1] : '';
$passed = 0;
$failed = 0;
foreach (get_declared_classes() as $class) {
    if (!is_subclass_of($class, 'TestCase')) {
        continue;
    }
    foreach (get_class_methods($class) as $method) {
        if (!preg_match('/^[A-Z]/', $method) || ($wanted !== '' && stripos("$class::$method", $wanted) === false)) {
            continue;
        }
        $test = new $class();
        try {
            $test->setUp();
            $test->$method();
            ++$passed;
            echo "ok $class::$method\n";
        } catch (Throwable $failure) {
            ++$failed;
            echo "FAILED $class::$method\n  ", str_replace("\n", "\n  ", $failure->getMessage()), "\n  ",
                basename($failure->getFile()), ':', $failure->getLine(), "\n", preg_replace('/^/m', '    ', $failure->getTraceAsString()), "\n";
        } finally {
            $test->tearDown();
        }
    }
}
echo "$passed passed, $failed failed\n";
exit($failed > 0 || $passed === 0 ? 1 : 0);
