<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\Internal\Header;
use Qiyuesuo\Internal\Library;
use Qiyuesuo\Internal\Record;
use Qiyuesuo\Tests\Support\Process;

/**
 * Where the native library is looked for, and what is said when it cannot be loaded.
 */
final class LoadingTest extends TestCase
{
    private const PROGRAM = 'try { new Client(appToken: "t", appSecret: "s"); echo "loaded"; } catch (E\ConfigurationException $error) { echo $error->getMessage(); }';

    /**
     * @param list<string> $arguments
     * @param array<string, string> $environment
     */
    private static function told(array $arguments = [], array $environment = []): string
    {
        return Process::php(self::PROGRAM, [], $arguments, $environment)->end()[1];
    }

    private static function package(): string
    {
        return getenv('QYS_PHP_VENDOR') . '/qys-unofficial/qiyuesuo';
    }

    private static function library(): string
    {
        return self::package() . '/native/' . Library::platform() . '/libqiyuesuo.so';
    }

    public function testTheLibraryOfThePackageIsTaken(): void
    {
        $this->assertSame('loaded', self::told());
        $this->assertSame(realpath(self::library()), Library::path());
    }

    public function testMuslIsToldByWhatIsMapped(): void
    {
        $glibc = "7f0000000000-7f0000001000 r-xp 00000000 fe:00 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n";
        $musl = "7f0000000000-7f0000001000 r-xp 00000000 fe:00 1 /lib/ld-musl-x86_64.so.1\n";
        $this->assertFalse(Library::runsOnMusl($glibc));
        $this->assertTrue(Library::runsOnMusl($musl));
    }

    public function testFunctionsThatHostsDisableAreNotMissed(): void
    {
        $disabled = ['-d', 'disable_functions=ini_get,php_uname,putenv,exec,set_time_limit'];
        $this->assertSame('loaded', self::told($disabled));
    }

    public function testAVariableNamesAFileOrAFolder(): void
    {
        foreach ([self::library(), \dirname(self::library())] as $path) {
            $this->assertSame('loaded', self::told([], ['QYS_NATIVE_PATH' => $path]));
        }
        $told = self::told([], ['QYS_NATIVE_PATH' => '/nowhere']);
        $this->assertStringContainsString('QYS_NATIVE_PATH is set', $told);
        $this->assertStringContainsString('/nowhere', $told);
    }

    public function testTheSystemsLibraryIsTakenLast(): void
    {
        $vendor = sys_get_temp_dir() . '/qys-vendor-' . getmypid();
        exec('cp -R ' . escapeshellarg((string) getenv('QYS_PHP_VENDOR')) . ' ' . escapeshellarg($vendor));
        exec('rm -rf ' . escapeshellarg("$vendor/qys-unofficial/qiyuesuo/native"));
        mkdir("$vendor/system");
        copy(self::library(), "$vendor/system/libqiyuesuo.so.1");
        try {
            $this->assertSame('loaded', self::told([], ['QYS_PHP_VENDOR' => $vendor, 'LD_LIBRARY_PATH' => "$vendor/system"]));
            $told = self::told([], ['QYS_PHP_VENDOR' => $vendor]);
            foreach (['no library for this platform', Library::platform(), 'QYS_NATIVE_PATH'] as $text) {
                $this->assertStringContainsString($text, $told);
            }
        } finally {
            exec('rm -rf ' . escapeshellarg($vendor));
        }
    }

    public function testALibraryOfAnotherKindIsExplained(): void
    {
        $file = tempnam(sys_get_temp_dir(), 'qys');
        file_put_contents($file, 'no library');
        $told = self::told([], ['QYS_NATIVE_PATH' => $file]);
        unlink($file);
        $this->assertStringContainsString('cannot be loaded here', $told);
        $this->assertStringContainsString($file, $told);
    }

    public function testAMissingExtensionIsExplained(): void
    {
        $told = self::told(['-n']);
        $this->assertStringContainsString('extension `ffi` is missing', $told);
        $this->assertStringContainsString('phpenmod ffi', $told);
    }

    public function testAnExtensionThatIsTurnedOffIsExplained(): void
    {
        $this->assertStringContainsString('turned off by `ffi.enable=0`', self::told(['-d', 'ffi.enable=0']));
    }

    public function testLoadingHappensAtTheFirstClient(): void
    {
        $out = Process::php('new RequestOptions(totalTimeout: 5); new User(...USER); echo str_contains(file_get_contents("/proc/self/maps"), "libqiyuesuo") ? "early" : "not yet";')->end()[1];
        $this->assertSame('not yet', $out);
    }

    public function testTheDeclarationsAreThoseOfTheHeader(): void
    {
        $plain = static fn (string $text): string => (string) preg_replace(['~//[^\n]*|/\*.*?\*/~s', '~\s+~', '~ ?([(),;{}*]) ?~'], ['', ' ', '$1'], $text);
        $header = $plain((string) file_get_contents(getenv('QYS_SOURCE') . '/bindings-c/include/qiyuesuo.h'));
        $found = preg_match_all('~typedef struct.*?}\w+;|[^;{}]+\([^)]*\);~', $plain(Header::DECLARATIONS), $declarations);
        foreach ($declarations[0] as $declaration) {
            $this->assertStringContainsString($declaration, $header);
        }
        $this->assertSame(substr_count(Header::DECLARATIONS, '(') + 2, $found, 'functions and two structures');
        $this->assertStringContainsString('#define QYS_ABI_VERSION ' . Record::ABI, (string) file_get_contents(getenv('QYS_SOURCE') . '/bindings-c/include/qiyuesuo.h'));
    }
}
