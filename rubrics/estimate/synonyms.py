"""Words of one everyday meaning, for where an answer is read word by word."""

from __future__ import annotations

from functools import cache

from rubrics.estimate.words import stem

ALIKE = (
    "increase rise grow raise expand gain",
    "decrease reduce shrink drop lessen diminish decline minimise reduction",
    "fast quick speedy rapid swift",
    "slow latency delay lag wait millisecond ms",
    "large big huge great",
    "small tiny little few short",
    "begin start initiate",
    "end finish stop terminate",
    "make create build construct generate produce",
    "use employ utilise apply usage",
    "allow enable permit",
    "need require requirement necessary",
    "show display present",
    "choose select pick",
    "keep retain maintain preserve",
    "remove delete erase purge discard",
    "change modify alter adapt adjust",
    "avoid prevent eliminate",
    "improve enhance better",
    "worse worsen degrade deteriorate suffer rot",
    "problem issue challenge difficulty",
    "benefit advantage upside pro",
    "drawback disadvantage downside con",
    "send transmit transfer",
    "receive obtain get",
    "mistake error fault fail failure crash",
    "identical same equal",
    "similar alike resemble akin",
    "different distinct differ difference various",
    "near close adjacent neighbour next",
    "expensive costly cost price bill invoice money fee budget pay spend",
    "simple easy",
    "hard difficult",
    "full complete entire whole",
    "often frequent usual",
    "new fresh current latest recent",
    "old previous former stale outdated earlier",
    "order sequence",
    "happen occur",
    "contain include hold",
    "split cut chop slice divide",
    "merge combine fuse fusion blend mix join",
    "copy replica duplicate mirror clone",
    "group cluster bundle batch",
    "percent share fraction portion",
    "limit cap ceiling bound maximum max quota",
    "test measure evaluate evaluation benchmark assess try",
    "check verify validate confirm inspect",
    "accuracy quality exactness",
    "fine granular detail nuance subtle",
    "real actual live production",
    "hand manual",
    "automatic automated",
    "schedule cron nightly weekly",
    "person people staff team engineer colleague somebody",
    "customer client user visitor buyer shopper",
    "company firm organisation business employer",
    "buy purchase managed rent hire",
    "law legal regulation gdpr compliance statutory",
    "answer reply respond response",
    "query question",
    "explain describe",
    "read study",
    "document text passage article page paragraph",
    "term word vocabulary jargon terminology",
    "image picture photo",
    "label annotate annotation judge",
    "memory ram storage disk footprint gb gigabyte bytes",
    "store save persist",
    "alert alarm notify notification warn",
    "monitor watch observe track",
    "rollback revert undo",
    "leak expose disclose reveal",
    "secret credential key token password",
)
"""Groups of words of one everyday meaning. The first is the name; no word is in two groups."""


def alike(name: str) -> str:
    """The stem that stands for all words of one everyday meaning ("shrink", "decrease")."""
    return groups().get(name, name)


@cache
def groups() -> dict[str, str]:
    """The stem of every word of a group, to the stem of its name."""
    names: dict[str, str] = {}
    for line in ALIKE:
        first, *others = (stem(word) for word in line.split())
        for other in (first, *others):
            names.setdefault(other, first)
    return names
