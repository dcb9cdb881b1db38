<?php
// Nothing to see in this folder.
if (!defined('_PS_VERSION_')) {
    header('HTTP/1.1 404 Not Found');
}
exit;
