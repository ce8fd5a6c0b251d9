"""OpenStack Swift with its S3 interface, everything in one process: `python3 object_server.py FOLDER PORT KEY SECRET`.

Run by the system's own Python, where Debian installs Swift. It checks signatures and keeps objects in the folder.
"""

import sys
from pathlib import Path

import eventlet

eventlet.monkey_patch()

from swift.common import utils  # noqa: E402  # patched first, as Swift wants it

PROXY = """
[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
location = eu-test-1
check_bucket_owner = false
dns_compliant_bucket_names = false
min_segment_size = 1
[filter:tempauth]
use = egg:swift#tempauth
user_test_{user} = {secret} .admin
[filter:slo]
use = egg:swift#slo
"""


class Memory(dict):
    """What Swift asks of memcached, in this process."""

    def __bool__(self):
        return True

    def get(self, key, **_):
        return super().get(key)

    def set(self, key, value, **_):
        self[key] = value

    def incr(self, key, delta=1, **_):
        self[key] = int(super().get(key) or 0) + delta
        return self[key]

    def delete(self, key, **_):
        self.pop(key, None)


def main(folder: Path, port: int, key: str, secret: str) -> None:
    """Serve until the process is ended."""
    conf = folder / "swift.conf"
    conf.write_text("[swift-hash]\nswift_hash_path_prefix = toolwright\nswift_hash_path_suffix = tests\n")
    utils.SWIFT_CONF_FILE = str(conf)
    utils.validate_hash_conf()
    from swift.account.server import AccountController
    from swift.common.ring import RingBuilder
    from swift.common.storage_policy import POLICIES, reload_storage_policies
    from swift.common.wsgi import loadapp
    from swift.container.server import ContainerController
    from swift.obj.server import ObjectController

    reload_storage_policies()
    assert POLICIES
    device = folder / "devices" / "d1"
    device.mkdir(parents=True, exist_ok=True)
    settings = {
        "devices": str(device.parent),
        "mount_check": "false",
        "swift_dir": str(folder),
        "disable_fallocate": "true",
    }
    sockets = {}
    for name in ("account", "container", "object"):
        sockets[name] = eventlet.listen(("127.0.0.1", 0))
        own = sockets[name].getsockname()[1]
        builder = RingBuilder(2, 1, 0)
        place = {"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": own, "device": "d1", "weight": 1.0}
        builder.add_dev({**place, "replication_ip": "127.0.0.1", "replication_port": own, "meta": ""})
        builder.rebalance()
        builder.get_ring().save(str(folder / f"{name}.ring.gz"))
    proxy_conf = folder / "proxy.conf"
    proxy_conf.write_text(PROXY.format(folder=folder, user=key.partition(":")[2], secret=secret))
    controllers = {"account": AccountController, "container": ContainerController, "object": ObjectController}
    for name, controller in controllers.items():
        eventlet.spawn(
            eventlet.wsgi.server, sockets[name], controller(settings), log=utils.NullLogger(), log_output=False
        )
    proxy = loadapp(str(proxy_conf), global_conf={"log_name": "proxy"})
    memory = Memory()

    def remembering(environment, start):
        environment["swift.cache"] = memory
        return proxy(environment, start)

    eventlet.wsgi.server(eventlet.listen(("127.0.0.1", port)), remembering, log=utils.NullLogger(), log_output=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
