"""Whether the trail is as it was sealed: every block in its place, every entry what its digest says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from odnos.engine.audit import erasing
from odnos.engine.audit.digests import (
    GENESIS,
    Member,
    Values,
    digest,
    hash_of,
    is_sealed,
    members_of,
    values_of,
)
from odnos.engine.audit.models import Block, Entry


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The first thing that is not as it was sealed. `object_key` and `record_id` name the record concerned, if known."""

    block: int
    what: str
    entry: int | None = None
    object_key: str = ""
    record_id: int | None = None

    def __str__(self) -> str:
        where = f"block {self.block}"
        if self.entry is not None:
            where += f", entry {self.entry}"
        if self.object_key:
            where += f" about {self.object_key} {self.record_id}"
        return f"{where}: {self.what}"


@dataclass(kw_only=True)
class Verdict:
    """What a look through the whole trail found. `head` is the hash of the last block."""

    blocks: int = 0
    entries: int = 0
    erased: int = 0
    waiting: int = 0
    head: str = ""
    broken: Broken | None = None


def verify() -> Verdict:
    """Read the whole trail, block by block, up to the first that is broken."""
    verdict = Verdict()
    previous = Block(number=0, hash=GENESIS, upto_id=0)
    for block in blocks():
        verdict.broken = broken_link(block, previous) or broken_entry(block, verdict)
        if verdict.broken:
            return verdict
        verdict.blocks, verdict.head, previous = verdict.blocks + 1, block.hash, block
    verdict.waiting = Entry.objects.filter(pk__gt=previous.upto_id).count()
    return verdict


def blocks() -> Iterator[Block]:
    last = 0
    while (block := Block.objects.filter(number__gt=last).order_by("number").first()) is not None:
        yield block
        last = block.number


def broken_link(block: Block, previous: Block) -> Broken | None:
    """Return what is wrong with a block itself, or with its place behind the one before."""
    if block.number != previous.number + 1:
        return Broken(block=previous.number + 1, what="the block is missing")
    if block.previous != previous.hash or block.after_id != previous.upto_id:
        return Broken(block=block.number, what="it does not follow from the block before")
    if hash_of(block) != block.hash:
        return Broken(block=block.number, what="the block was changed")
    if not is_sealed(block):
        return Broken(block=block.number, what="it was not sealed with the key of this installation")
    return None


def broken_entry(block: Block, verdict: Verdict) -> Broken | None:
    """Return the first entry of a block that is not what was sealed; count the others."""
    found = Entry.objects.filter(pk__lte=block.upto_id)
    if block.number > 1:
        found = found.filter(pk__gt=block.after_id)
    there = {values[0]: values for values in values_of(found)}
    for member in members_of(block):
        wrong = fault(member, there.pop(member.id, None), verdict)
        if wrong:
            return Broken(
                block=block.number,
                entry=member.id,
                object_key=member.object_key,
                record_id=member.record_id,
                what=wrong,
            )
    for values in there.values():
        return Broken(
            block=block.number,
            entry=values[0],
            object_key=values[2],
            record_id=values[1],
            what="it was put in afterwards",
        )
    return None


def fault(member: Member, values: Values | None, verdict: Verdict) -> str:
    """Return what is wrong with one entry; "" for nothing."""
    if values is None:
        return "it was taken out"
    verdict.entries += 1
    if values[11] is None:
        return "" if digest(values, member.salt) == member.digest else "it was changed"
    verdict.erased += 1
    return "" if erasing.is_witnessed(values) else "its values were taken away, and no erasure says so"


def counted() -> tuple[int, int]:
    """Return how many entries are sealed, and how many wait for it."""
    told = Block.objects.aggregate(number=Count("pk"), upto=Max("upto_id"))
    upto = told["upto"] or 0
    return Entry.objects.filter(pk__lte=upto).count(), Entry.objects.filter(~Q(pk__lte=upto)).count()
