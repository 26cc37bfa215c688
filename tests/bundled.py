"""Bundles as tests need them: a log with signer and witness, cases that leave, files changed."""

import sys
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.desk import Act, Desk, Loaded
from application.exporting.bundle import ENDING, ENDING_LENGTH, Copy, Entry, Readable
from application.exporting.leaving import make, put_on_record
from application.proofs.checkpoints import Checkpoints
from application.proofs.logtree import LogTree
from application.proofs.notes import COSIGNATURE, NOTE, Checkpoint, Signer
from domain.case.events import Actor

TOOLS = Path(__file__).parents[1] / "tools"
INSPECTOR = Actor("chen", "centre", "supervisor")
ZONE = "Asia/Shanghai"
COSIGNED_AT = 1_800_000_000  # seconds


def signer(name: str, kind: int, seed: int) -> Signer:
    """A key that is the same in every run."""
    return Signer(name, kind, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


LOG = signer("centre.example/log", NOTE, 1)
WITNESS = signer("witness.example/审计", COSIGNATURE, 2)
STRANGER = signer("centre.example/log", NOTE, 3)


def sign(desk: Desk, *, cosigned: bool = True) -> int:
    """A checkpoint of all there is; how many events it covers."""
    tree, kept = LogTree(desk.settings), Checkpoints(desk.settings, log=desk.log)
    size = tree.size()
    text = Checkpoint(LOG.name, size, tree.root(size)).text
    kept.keep(f"{text}\n{LOG.sign(text)}")
    if cosigned:
        kept.add_cosignature(size, WITNESS.cosign(text, COSIGNED_AT), WITNESS.verifier)
    tree.close()
    return size


def told(loaded: Loaded) -> Readable:
    """A copy to read, in words of its own."""
    return Readable(
        number=loaded.case.number,
        title=loaded.case.title,
        zone=ZONE,
        zh=_copy(loaded, "青石镇联动中心"),
        en=_copy(loaded, "Linkage Center"),
    )


def _copy(loaded: Loaded, centre: str) -> Copy:
    entries = tuple(
        Entry(
            version=version,
            title=type(event).__name__,
            text=f"“{loaded.case.title}”\t\\ 第{version}条 🙂",
            who=event.by.user,
            details=(("电话", "***"),),
        )
        for version, event in enumerate(loaded.history, start=1)
    )
    return Copy(centre=centre, stage=loaded.case.stage.value, entries=entries)


def left(desk: Desk, case_id: str, purpose: str = "法院调取") -> int:
    """Put on record that the case leaves; the record's number within it."""
    return put_on_record(desk, case_id, Act(by=INSPECTOR), purpose, told).version


def bundle(desk: Desk, case_id: str) -> bytes:
    """A case that left, under a checkpoint of its own."""
    version = left(desk, case_id)
    sign(desk)
    return make(desk, case_id, version, told).data


def resealed(body: bytes) -> bytes:
    """The file of a body (all but the last member), as somebody would write who knows how."""
    return body + ENDING % sha256(body).hexdigest().encode()


def body_of(data: bytes) -> bytes:
    """All but the last member."""
    return data[:-ENDING_LENGTH]


def standing_alone() -> ModuleType:
    """The verifier in one file, loaded as a program is."""
    name = "verify_bundle"
    spec = spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


alone = standing_alone()
KEY = alone.Key(str(LOG.verifier), alone.LOG_KIND)
WITNESS_KEY = alone.Key(str(WITNESS.verifier), alone.WITNESS_KIND)
