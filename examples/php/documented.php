<?php

// The PHP snippet of the page 生成个人认证令牌, with the compatibility layer.
//
// The page breaks off after the line with `getSDk`. What follows here is inferred from the platform's other samples (class
// names) and from its PHP samples for other calls (setters, `service`, the comparison of the code).

use Qiyuesuo\Compat\User;
use Qiyuesuo\Compat\UserAuthMiniappTicketRequest;
use Qiyuesuo\Exception\QiyuesuoException;

require getenv('QYS_PHP_VENDOR') . '/autoload.php';
require __DIR__ . '/failed.php';

// The page has its values here; this program takes them from the environment, which constants of a class cannot.
define('QYS_URL', getenv('QYS_BASE_URL') ?: 'https://openapi.qiyuesuo.cn');
define('QYS_KEY', getenv('QYS_APP_TOKEN') ?: '替换为您申请的开放平台App Token');
define('QYS_SECRET', getenv('QYS_APP_SECRET') ?: '替换为您申请的开放平台App Secret');

try {
    // 初始化$sdkClient
    class Util extends \Qiyuesuo\Compat\Util {
        const     url = QYS_URL;
        const     accessKey = QYS_KEY;
        const     accessSecret = QYS_SECRET;
    }
    $sdkClient = Util::getSDk();
    // Inferred from here on.
    $user = new User(getenv('QYS_CONTACT') ?: '10020033044', 'MOBILE');
    $request = new UserAuthMiniappTicketRequest($user);
    $request->setMode('BANK');
    $request->setUsername('张三');
    $request->setCallbackUrl('http://www.qiyuesuo.com');
    $result = $sdkClient->service($request);
    if ($result['code'] !== 0) {
        fwrite(STDERR, "class: Exception\nkind: api\ncode: {$result['code']}\n");
        throw new Exception('获取个人认证Ticket失败,失败原因:' . $result['message']);
    }
    echo $result['result']['ticket'], "\n";
} catch (QiyuesuoException $error) {
    failed($error);
} catch (Exception $error) {
    fwrite(STDERR, 'message: ' . $error->getMessage() . "\n");
    exit(5);
}
