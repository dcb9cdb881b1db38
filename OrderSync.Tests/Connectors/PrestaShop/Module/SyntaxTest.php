<?php

/** The module has to run on PHP 7.1 to 8.4; the PHP at hand is newer than the oldest. */
final class SyntaxTest extends TestCase
{
    public function Every_file_is_right_for_the_PHP_at_hand()
    {
        foreach ($this->files() as $file) {
            $output = [];
            exec(escapeshellarg(PHP_BINARY) . ' -d error_reporting=-1 -d display_errors=1 -l ' . escapeshellarg($file) . ' 2>&1', $output, $code);
            self::same([0, "No syntax errors detected in $file"], [$code, implode("\n", array_filter($output))]);
        }
    }

    public function No_file_does_anything_outside_the_shop()
    {
        foreach ($this->files() as $file) {
            self::yes(strpos(file_get_contents($file), "if (!defined('_PS_VERSION_')) {") !== false, "$file has no guard.");
            self::same('', (string) shell_exec(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg($file) . ' 2>&1'), $file);
        }
    }

    public function Every_folder_has_its_index()
    {
        foreach ($this->files() as $file) {
            self::yes(is_file(dirname($file) . '/index.php'), dirname($file));
        }
        foreach (glob(MODULE_FOLDER . '/{,*/,*/*/}*', GLOB_BRACE | GLOB_ONLYDIR) as $folder) {
            self::yes(is_file($folder . '/index.php'), $folder);
        }
    }

    public function Nothing_in_it_is_younger_than_PHP_7_1()
    {
        foreach ($this->files() as $file) {
            self::same([], $this->tooNew(token_get_all(file_get_contents($file))), $file);
        }
    }

    public function What_is_too_new_is_found()
    {
        foreach (['$f = fn($x) => $x;', '$a ??= 1;', '$a?->b;', 'class A { private int $b; }', 'class A { public ?string $b; }', 'f($a, $b,);',
            'function f(int|string $a) {}', 'function f(A $a = null) {}', 'function f(): static {}', 'function f(mixed $a) {}', 'match ($a) {};',
            'str_contains($a, $b);', '#[A] class B {}', 'class A { function __construct(private $b) {} }', '[...$a];', '$a = 1_000;',
            'try { } catch (A) { }', 'enum A {}', 'json_encode($a, JSON_THROW_ON_ERROR);'] as $code) {
            self::yes($this->tooNew(token_get_all('<?php ' . $code)) !== [], $code);
        }
    }

    private function tooNew(array $tokens): array
    {
        $tokens = array_values(array_filter(array_map(function ($token) {
            return is_array($token) ? [token_name($token[0]), $token[1]] : [$token, $token];
        }, $tokens), function ($token) {
            return !in_array($token[0], ['T_WHITESPACE', 'T_COMMENT', 'T_DOC_COMMENT'], true);
        }));
        $text = implode(' ', array_map(function ($token) {
            return $token[0] === 'T_CONSTANT_ENCAPSED_STRING' || $token[0] === 'T_ENCAPSED_AND_WHITESPACE' ? "''" : $token[1];
        }, $tokens));
        $found = [];
        foreach ($tokens as $token) {
            if (in_array($token[0], ['T_FN', 'T_COALESCE_EQUAL', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_MATCH', 'T_ENUM', 'T_READONLY', 'T_ATTRIBUTE', 'T_ELLIPSIS'], true)
                || $token[0] === 'T_LNUMBER' && strpos($token[1], '_') !== false) {
                $found[] = $token[1];
            }
        }
        foreach ([
            'typed or promoted property' => '/\b(public|protected|private|var)( static)? (?!function|const|static|abstract|final)[^$ ]/',
            'promoted property' => '/[(,] (public|protected|private) /',
            'comma at the end' => '/, \)/',
            'union type' => '/\w (\| \w+ )+\$\w/',
            'type that may be null without saying so' => '/[(,] \w[\w\\\\]* \$\w+ = null\b/',
            'type of PHP 8' => '/(: |[(,] )(static|mixed|never|object|iterable)\b(?! ::)/',
            'catch without variable' => '/catch \( [^$)]+\)/',
            'function or constant' => '/\b(str_contains|str_starts_with|str_ends_with|array_key_first|array_key_last|array_is_list|array_find|array_any|array_all|'
                . 'is_countable|hrtime|get_debug_type|JSON_THROW_ON_ERROR|JSON_INVALID_UTF8_\w+|mb_str_split|password_algos|spl_object_id|fdiv)\b/',
        ] as $what => $pattern) {
            if (preg_match($pattern, $text, $match)) {
                $found[] = $what . ': ' . $match[0];
            }
        }

        return $found;
    }

    /** @return string[] */
    private function files(): array
    {
        $files = [];
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(MODULE_FOLDER, FilesystemIterator::SKIP_DOTS)) as $file) {
            if ($file->getExtension() === 'php') {
                $files[] = (string) $file;
            }
        }

        return $files;
    }
}
