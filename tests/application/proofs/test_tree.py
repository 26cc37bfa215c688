"""The tree agrees with what was published about such trees, and with somebody else's code."""

from hashlib import sha256

import pytest
from pymerkle import InmemoryTree

from application.proofs import tree
from application.proofs.tiletree import TileTree

# Of the Certificate Transparency project: entries, the root after each, and some proofs.
ENTRIES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = (  # index, size, path
    (
        0,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        5,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
)
CONSISTENCY = (  # old, new, proof
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
)
SIZES = 1500
STEP = 7  # between the leaves of one size that are proved; over all sizes every leaf is


def leaf_of(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


LEAVES = [leaf_of(bytes.fromhex(entry)) for entry in ENTRIES]


def hexed(path: list[bytes]) -> tuple[str, ...]:
    return tuple(part.hex() for part in path)


def test_roots_are_those_published() -> None:
    assert tree.root([]).hex() == sha256(b"").hexdigest()
    assert tuple(tree.root(LEAVES[:size]).hex() for size in range(1, 9)) == ROOTS


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_audit_paths_are_those_published(index: int, size: int, path: tuple[str, ...]) -> None:
    assert hexed(tree.inclusion(LEAVES[:size], index)) == path


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_consistency_proofs_are_those_published(old: int, new: int, proof: tuple[str, ...]) -> None:
    assert hexed(tree.consistency(LEAVES[:new], old)) == proof


def test_a_tree_of_every_size_agrees_with_another_implementation() -> None:
    other, leaves, grown = InmemoryTree(algorithm="sha256"), [], tree.Frontier()
    for size in range(1, SIZES + 1):
        entry = str(size).encode()
        other.append_entry(entry)
        leaves.append(leaf_of(entry))
        grown.append(leaves[-1])
        assert grown.root() == other.get_root(size)
    tiles = TileTree(lambda level, index, width: _tile(leaves, level, index, width))
    for size in range(1, SIZES + 1):
        root = other.get_root(size)
        assert tiles.root(size) == root
        index = size * STEP % size if size < STEP else size * STEP * STEP % size
        path = tiles.inclusion(index + 1, size)
        assert path == other.prove_inclusion(index + 1, size).path[1:]
        assert tree.root_of_inclusion(leaves[index], index, size, path) == root
        old = 1 + size * STEP % size
        proof = tiles.consistency(old, size)
        assert tree.is_consistent(old, size, other.get_root(old), root, proof)


def _tile(leaves: list[bytes], level: int, index: int, width: int) -> list[bytes]:
    below = 256**level
    first = index * 256
    return [
        tree.root(leaves[one * below : (one + 1) * below]) for one in range(first, first + width)
    ]


def test_no_other_path_leads_to_the_root() -> None:
    root = tree.root(LEAVES)
    for index, leaf in enumerate(LEAVES):
        path = tree.inclusion(LEAVES, index)
        wrong = [path[:-1], [*path, path[0]], path[::-1], [bytes(32), *path[1:]]]
        assert all(tree.root_of_inclusion(leaf, index, 8, one) != root for one in wrong)
        assert tree.root_of_inclusion(leaf, (index + 1) % 8, 8, path) != root
        assert tree.root_of_inclusion(LEAVES[index - 1], index, 8, path) != root
    assert tree.root_of_inclusion(LEAVES[0], 8, 8, tree.inclusion(LEAVES, 0)) is None


def test_no_other_proof_shows_that_a_tree_grew() -> None:
    roots = [tree.root(LEAVES[:size]) for size in range(9)]
    for old in range(1, 8):
        proof = tree.consistency(LEAVES, old)
        assert tree.is_consistent(old, 8, roots[old], roots[8], proof)
        for wrong in (proof[:-1], [*proof, bytes(32)], [bytes(32), *proof[1:]]):
            assert not tree.is_consistent(old, 8, roots[old], roots[8], wrong)
        assert not tree.is_consistent(old, 8, roots[old - 1], roots[8], proof)
        assert not tree.is_consistent(old, 8, roots[old], roots[7], proof)
    assert not tree.is_consistent(8, 7, roots[8], roots[7], [])


def test_a_tree_goes_on_from_what_was_written_of_it() -> None:
    first, second = tree.Frontier(), tree.Frontier()
    for leaf in LEAVES[:5]:
        first.append(leaf)
    second = tree.Frontier.from_json(first.to_json())
    second.append(LEAVES[5])
    assert second.root().hex() == ROOTS[5]
    with pytest.raises(ValueError, match="not kept"):
        tree.Frontier.from_json({"size": 6, "peaks": first.to_json()["peaks"][:1]})
