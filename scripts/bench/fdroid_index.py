"""Times fdroidserver's own index functions over so many synthetic apps with the fields that bench/synthetic.ts gives ours.

Prints one JSON object: seconds of `index.make`, which is what `fdroid update` runs (index v0, v1 and v2, and the page of the
repository), seconds of index-v2 alone, and bytes of index-v2.json. Nothing is signed, and no icon is hashed.
"""

import datetime
import hashlib
import json
import os
import sys
import tempfile
import time
from types import SimpleNamespace

from fdroidserver import common, index, metadata

count = int(sys.argv[1])
common.options = SimpleNamespace(pretty=False, nosign=True, verbose=False)
common.config = {
    "repo_maxage": 0,
    "repo_name": "Bench",
    "repo_description": "Bench",
    "repo_url": "https://example.com/repo",
    "repo_pubkey": "00" * 32,
    "make_current_version_link": False,
}
TIME = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.timezone.utc)
DESCRIPTION = "\n".join(["A line of text that says what the app does, as people write it."] * 6)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def app_of(number):
    app = metadata.App()
    app.update(
        id="com.example%d.app%d" % (number % 97, number),
        Name="App %d" % number,
        Summary="Does one thing and does it well",
        Description=DESCRIPTION,
        AuthorName="Ada",
        AuthorEmail="ada@example.com",
        Categories=["tools"],
        License="MIT",
        CurrentVersionCode=1,
        added=TIME,
        lastUpdated=TIME,
        Builds=[{"versionCode": 1, "whatsNew": {"en-US": "Faster start\nFixes for small screens"}}],
        icon="icon.png",
        iconv2={"en-US": {"name": "/icon-%d.png" % number, "sha256": digest("icon %d" % number), "size": 20000}},
    )
    return app


def package_of(number, app):
    name = app["id"]
    return {
        "packageName": name,
        "versionName": "1.0.0",
        "versionCode": 1,
        "apkName": "%s_1.apk" % name,
        "hash": digest(name),
        "hashType": "sha256",
        "size": 20000 + number % 997,
        "added": TIME,
        "signer": digest("signer %d" % (number // 20)),
        "sig": digest("sig %d" % (number // 20))[:32],
        "minSdkVersion": 21,
        "uses-permission-sdk-23": [],
        "features": [],
        "nativecode": [],
        "targetSdkVersion": 30,
        "icons": {},
        "uses-permission": [("android.permission.WRITE_EXTERNAL_STORAGE", None)],
    }


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.makedirs("repo/icons")
    os.makedirs("tmp")
    with open("repo/icons/icon.png", "wb") as icon:
        icon.write(b"icon")
    apps = {}
    packages = []
    for each in range(count):
        made = app_of(each)
        apps[made["id"]] = made
        packages.append(package_of(each, made))
    v2 = 0.0
    make_v2 = index.make_v2

    def timed_v2(*arguments):
        global v2
        began = time.perf_counter()
        make_v2(*arguments)
        v2 = time.perf_counter() - began

    index.make_v2 = timed_v2
    started = time.perf_counter()
    index.make(apps, packages, "repo", False)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "v2": v2, "bytes": os.path.getsize("repo/index-v2.json")}))
