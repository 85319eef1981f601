"""Elasticsearch's user_agent: it may tell of what kind a device is, by lists of names of its own.

elastic/elasticsearch:modules/ingest-user-agent/src/main/resources/device_type_regexes.yml and DeviceTypeParser.java.
"""

from __future__ import annotations

import re

from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, Taken
from ...ingest.processors import user_agents
from ...ingest.processors.user_agents import Agent
from ...ingest.running import Run

_PROPERTIES = ("NAME", "OS", "DEVICE", "ORIGINAL", "VERSION")
_TABLETS = "Tablet|BlackBerry Tablet OS|iPad|FireOS|Crosswalk"
_ROBOTS = "[Bb]ot|[Ss]pider|[Cc]rawler|AppEngine-Google"
_TEXTS = (
    ("Robot", "Synthetic|Scanner|Crawler|Site24x7|PagePeeker|SpeedCurve|Google Web Preview|SiteChecker|Parser"),
    ("Tablet", "Tablet"),
)
_SYSTEMS = (
    ("Robot", _ROBOTS),
    ("Desktop", "^(Windows$|Windows NT$|Mac OS X|Linux$|Chrome OS|Fedora$|Ubuntu$)"),
    ("Phone", "^(Android$|iOS|Windows Phone|Firefox OS|BlackBerry OS|KaiOS|Sailfish$|Maemo)"),
    ("Desktop", "^(Windows XP|Windows 7|Windows 10|FreeBSD|OpenBSD|Arch Linux|Solaris|NetBSD|SUSE|SunOS|BeOS/Haiku)"),
    ("Tablet", _TABLETS),
)
_BROWSERS = (
    ("Robot", _ROBOTS),
    ("Desktop", "^(Chrome|Chromium|Edge|Firefox|IE|Maxthon|Opera|Safari|SeaMonkey|Vivaldi|Yandex Browser)$"),
    (
        "Phone",
        "^(Chrome Mobile$|Chrome Mobile iOS|Firefox Mobile|Firefox iOS|Edge Mobile|Android|Facebook|Instagram|IE Mobile)",
    ),
    ("Phone", "^(BlackBerry WebKit|OktaMobile|Sailfish Browser|Amazon Silk|Pinterest|Flipboard)"),
    ("Tablet", _TABLETS),
)
_DEVICES = (("Tablet", rf"{_TABLETS}|Kindle|SM-T\d+|SM-P\d+|GT-P\d+|Asus Nexus \d+|Lenovo TB"),)
_ORDER = ("Robot", "Tablet", "Phone", "Desktop")


def _kind_by(names: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((kind for kind, regex in names if re.search(regex, text)), None)


def kind_of_device(text: str, agent: Agent) -> str:
    """Robot, Tablet, Phone, Desktop or Other."""
    told = _kind_by(_TEXTS, text)
    if told is not None:
        return told
    browser, system, device = agent
    parts = ((_SYSTEMS, system), (_BROWSERS, browser), (_DEVICES, device))
    kinds = {_kind_by(names, named.name) for names, named in parts if named is not None}
    return next((kind for kind in _ORDER if kind in kinds), user_agents.OTHER)


def _properties(config: Config, taken: Taken) -> list[str]:
    return user_agents.checked_properties(taken, _PROPERTIES)


@processor(
    "user_agent",
    [*user_agents.OPTIONS, Bool("extract_device_type", False), Bool("ignore_missing", False)],
    prepare=_properties,
    source="elastic/elasticsearch:modules/ingest-user-agent/src/main/java/org/elasticsearch/ingest/useragent/UserAgentProcessor.java",
)
def user_agent(run: Run, options: Options) -> None:
    """Take apart what a browser says of itself."""
    text = user_agents.text_of(run, options)
    if text is None:
        return
    agent = user_agents.read(text)
    kind = kind_of_device(text, agent) if options.extract_device_type else None
    run.document.set(options.target_field, user_agents.told_of(agent, text, options.prepared, kind))
